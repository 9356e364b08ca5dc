package org.lsst.efd.connect.parquet.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;

/** What a task that is no more left on the local disk. */
final class Leftovers {
    private Leftovers() {}

    /** Removes what begins with the owner. */
    static void remove(Path staging, String owner) throws IOException {
        if (!Files.isDirectory(staging)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                staging, file -> String.valueOf(file.getFileName()).startsWith(owner))) {
            for (Path file : left) {
                Utils.delete(file.toFile());
            }
        }
    }
}
