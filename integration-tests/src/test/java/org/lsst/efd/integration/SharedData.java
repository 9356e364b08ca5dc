package org.lsst.efd.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real telemetry and schemas that lie beside the project where somebody has put them. */
public final class SharedData {
    private SharedData() {}

    /** A folder of the shared data; skips the test with a message where it is absent. */
    public static Path folder(String name) {
        String named = System.getProperty("EFD_SHARED_DATA", System.getenv("EFD_SHARED_DATA"));
        Path project = Path.of(System.getProperty("efd.project.directory", ".."));
        Path root = named == null ? project.resolve("../shared/data") : Path.of(named);
        Path folder = root.resolve(name).toAbsolutePath().normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no shared data: set EFD_SHARED_DATA to a directory that has " + name);
        return folder;
    }
}
