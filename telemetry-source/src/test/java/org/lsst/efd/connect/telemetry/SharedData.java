package org.lsst.efd.connect.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real telemetry and schemas that lie beside the project where somebody has put them. */
public final class SharedData {
    private SharedData() {}

    /** A folder of the shared data; skips the test with a message where it is absent. */
    public static Path folder(String name) {
        String named = System.getProperty("EFD_SHARED_DATA", System.getenv("EFD_SHARED_DATA"));
        Path root = named == null ? Path.of("").toAbsolutePath().resolve("../../shared/data") : Path.of(named);
        Path folder = root.resolve(name).normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no shared data: set EFD_SHARED_DATA to a directory that has " + name);
        return folder;
    }
}
