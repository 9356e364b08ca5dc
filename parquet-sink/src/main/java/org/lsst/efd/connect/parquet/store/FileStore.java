package org.lsst.efd.connect.parquet.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.io.InputFile;

/**
 * Where files are published.
 *
 * <p>Paths are relative to its root, with {@code /} between parts. Thread-safe; all methods may wait for the store but
 * {@link #stagingDirectory}.
 */
public interface FileStore extends AutoCloseable {
    /** Where files wait on a local disk; for a store on the same disk, below its root. */
    Path stagingDirectory();

    /**
     * Makes ready: directories, leftovers of an earlier life of the same task removed, and what the store must be able to do
     * tried out.
     *
     * @param owner prefix of the names of this task's staged files
     * @throws IOException if the store is away or refuses
     */
    void prepare(String owner) throws IOException;

    /** Names of the files in a directory that begin with a prefix; none where there is no directory. */
    List<String> list(String directory, String prefix) throws IOException;

    /** A file to read. */
    InputFile open(String path) throws IOException;

    /**
     * Makes a staged file appear under its final name, whole, unless that name exists.
     *
     * @return false if the name exists: nothing was changed then
     * @throws IOException if it could not be done; it may be tried again
     */
    boolean publish(StagedName staged, String path) throws IOException;

    /** Whether a failure of one of these methods may pass by itself. */
    default StoreFailure classify(Exception failure) {
        return StoreFailure.of(failure);
    }

    /** What messages call it: its URL, without secrets. */
    @Override
    String toString();

    @Override
    void close();
}
