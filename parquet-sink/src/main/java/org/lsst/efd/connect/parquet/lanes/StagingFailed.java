package org.lsst.efd.connect.parquet.lanes;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.lsst.efd.connect.parquet.files.StagedFile;

/** The local disk does not take a staged file: it is full, or broken. */
final class StagingFailed extends IOException {
    private StagingFailed(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * Brings what waits in memory to the disk.
     *
     * @throws StagingFailed if the disk does not take it
     * @throws NoSuchFileException if the file was removed: no repetition brings it back
     */
    static void drain(StagedFile staged) throws IOException {
        try {
            staged.drain();
        } catch (NoSuchFileException removed) {
            throw removed;
        } catch (IOException full) {
            throw new StagingFailed("the staged file " + staged.path() + " cannot be written", full);
        }
    }
}
