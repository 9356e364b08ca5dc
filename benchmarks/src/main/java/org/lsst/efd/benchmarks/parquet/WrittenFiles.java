package org.lsst.efd.benchmarks.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/** The files of one contender, in a directory that goes with it. */
final class WrittenFiles {
    private final Path root;

    WrittenFiles() throws IOException {
        root = Files.createTempDirectory("efd-benchmark-parquet-");
    }

    Path root() {
        return root;
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    /** The size of all of them. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : all()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** Removes them, so that they do not fill the disk. */
    void clear() throws IOException {
        for (Path file : all()) {
            Files.delete(file);
        }
    }

    /**
     * Removes all, after a look.
     *
     * @throws IllegalStateException if they are not so many, or do not hold so many rows
     */
    void checkAndRemove(int files, long rows) throws IOException {
        long found = 0;
        for (Path file : all()) {
            try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
                found += reader.getRecordCount();
            }
        }
        if (all().size() != files || found != rows) {
            throw new IllegalStateException(
                    found + " rows in " + all().size() + " files, not " + rows + " in " + files);
        }
        try (Stream<Path> left = Files.walk(root)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
