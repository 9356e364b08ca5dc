package org.lsst.efd.connect.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.parquet.io.InputFile;
import org.lsst.efd.connect.parquet.s3.S3Double;
import org.lsst.efd.connect.parquet.store.FileStore;
import org.lsst.efd.connect.parquet.store.StagedName;

/** A store in memory with create-if-absent, that fails now and then before or after it did what it was asked. */
final class MemoryStore implements FileStore {
    private final Map<String, byte[]> files;
    private final Path staging;
    private final Random random;
    private final int failuresInHundred;

    /**
     * A view of a store by one owner.
     *
     * @param files what is published; shared by all owners
     */
    MemoryStore(Map<String, byte[]> files, Path staging, long seed, int failuresInHundred) {
        this.files = files;
        this.staging = staging;
        this.random = new Random(seed);
        this.failuresInHundred = failuresInHundred;
    }

    static Map<String, byte[]> empty() {
        return new ConcurrentSkipListMap<>();
    }

    @Override
    public Path stagingDirectory() {
        return staging;
    }

    @Override
    public void prepare(String owner) throws IOException {
        failAtTimes();
    }

    @Override
    public List<String> list(String directory, String prefix) throws IOException {
        failAtTimes();
        return files.keySet().stream()
                .filter(path -> path.startsWith(directory + "/" + prefix))
                .map(path -> path.substring(directory.length() + 1))
                .toList();
    }

    private synchronized void failAtTimes() throws IOException {
        if (random.nextInt(100) < failuresInHundred) {
            throw new IOException("the store is away for a moment");
        }
    }

    @Override
    public InputFile open(String path) throws IOException {
        failAtTimes();
        return S3Double.input(java.util.Objects.requireNonNull(files.get(path)));
    }

    @Override
    public boolean publish(StagedName staged, String path) throws IOException {
        failAtTimes();
        byte[] bytes = Files.readAllBytes(staged.file());
        boolean isPublished = files.putIfAbsent(path, bytes) == null;
        // the answer of a publication that succeeded may be lost too
        failAtTimes();
        return isPublished;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory:";
    }
}
