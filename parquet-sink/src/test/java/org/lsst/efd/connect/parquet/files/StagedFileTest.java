package org.lsst.efd.connect.parquet.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagedFileTest {
    @TempDir
    Path directory;

    @Test
    void whatWasWrittenIsOnTheDiskInItsOrder() throws IOException {
        StagedFile file = new StagedFile(directory.resolve("staged/file"));
        file.write(new byte[] {0, 1, 2}, 1, 2);
        file.drain();
        file.write(3);
        file.patchBegin(new byte[] {9});
        assertThat(file.size()).isEqualTo(3);
        assertThat(file.pendingBytes()).isEqualTo(1);
        file.drain();
        assertThat(Files.readAllBytes(file.path())).containsExactly(9, 2, 3);
        file.delete();
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void aFileThatASuccessorRemovedIsNotBegunAgainWithAHole() throws IOException {
        StagedFile file = new StagedFile(directory.resolve("file"));
        file.write(1);
        file.drain();
        Files.delete(file.path());
        file.write(2);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(file::drain).isInstanceOf(NoSuchFileException.class);
            assertThat(file.path()).doesNotExist();
        }
    }

    @Test
    void whatTheDiskDidNotTakeIsWrittenLater() throws IOException {
        Path inTheWay = directory.resolve("staging");
        Files.writeString(inTheWay, "a plain file where the directory should be");
        StagedFile file = new StagedFile(inTheWay.resolve("file"));
        file.write(7);
        assertThatThrownBy(file::drain).isInstanceOf(IOException.class);
        Files.delete(inTheWay);
        file.drain();
        assertThat(Files.readAllBytes(file.path())).containsExactly(7);
    }
}
