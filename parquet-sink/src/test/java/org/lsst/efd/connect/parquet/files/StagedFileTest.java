package org.lsst.efd.connect.parquet.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
    void manyBytesComeBackWhateverThePiecesInWhichTheyCame() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        StagedFile file = new StagedFile(directory.resolve("file"));
        for (int write = 0; write < 200; write++) {
            byte[] bytes = new byte[random.nextInt(40_000)];
            random.nextBytes(bytes);
            file.write(bytes, 0, bytes.length);
            file.write(write);
            wanted.write(bytes);
            wanted.write(write);
            if (write == 100) {
                file.drain();
            }
        }
        // longer than the first piece
        byte[] begin = new byte[20_000];
        file.patchBegin(begin);
        StagedFile patchedInMemory = new StagedFile(directory.resolve("other"));
        patchedInMemory.write(wanted.toByteArray(), 0, wanted.size());
        patchedInMemory.patchBegin(begin);
        byte[] all = wanted.toByteArray();
        System.arraycopy(begin, 0, all, 0, begin.length);
        for (StagedFile staged : List.of(file, patchedInMemory)) {
            assertThat(staged.size()).isEqualTo(all.length);
            staged.drain();
            assertThat(Files.readAllBytes(staged.path())).isEqualTo(all);
        }
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
