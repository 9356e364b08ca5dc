package org.lsst.efd.connect.parquet.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Staged files of a task that is no more. */
final class Leftovers {
    private Leftovers() {}

    static void remove(Path staging, String owner) throws IOException {
        if (!Files.isDirectory(staging)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                staging, file -> String.valueOf(file.getFileName()).startsWith(owner))) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }
}
