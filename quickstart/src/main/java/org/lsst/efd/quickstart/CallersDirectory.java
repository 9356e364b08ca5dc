package org.lsst.efd.quickstart;

import java.nio.file.Path;

/** The directory in which the user typed the command: scripts change theirs. */
final class CallersDirectory {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("efd.callers.directory", "")).toAbsolutePath();

    private CallersDirectory() {}

    /** The absolute path that the user means. */
    static Path resolve(Path path) {
        return DIRECTORY.resolve(path).normalize();
    }
}
