package org.lsst.efd.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of its own below the temporary directory, named after the process it belongs to, so that what a killed
 * process left behind is removed by the next one. Thread-safe.
 */
public final class StackDirectory {
    private static final String PREFIX = "efd-stack-";

    private final Path root;
    private boolean isRemoved; // guarded by this

    private StackDirectory(Path root) {
        this.root = root;
    }

    /** A new, empty directory; those of processes that are gone are removed. */
    public static StackDirectory create() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            removeThoseLeftBehind(parent);
            Path root = Files.createTempDirectory(
                    parent, PREFIX + ProcessHandle.current().pid() + "-");
            // PostgreSQL refuses root, so its own user must be able to pass through
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            return new StackDirectory(root.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory in " + parent, e);
        }
    }

    /** Where everything of this stack is. */
    public Path root() {
        return root;
    }

    /**
     * A directory below, made when it is not there.
     *
     * @throws StackException when everything is removed, or about to be: a start that goes on meanwhile must leave nothing
     */
    public synchronized Path resolve(String name) {
        requireThere();
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + root.resolve(name), e);
        }
    }

    /** The log file of this component. */
    public Path log(String name) {
        return resolve("logs").resolve(name + ".log");
    }

    /**
     * Writes a text file below, and returns where it is.
     *
     * @throws StackException as {@link #resolve} does
     */
    public synchronized Path write(String name, List<String> lines) {
        requireThere();
        try {
            return Files.write(root.resolve(name), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + root.resolve(name), e);
        }
    }

    private void requireThere() {
        if (isRemoved) {
            throw new StackException(root + " is removed");
        }
    }

    /** Ends all processes that work here, and removes everything, in more than one attempt where something still writes. */
    public void delete() {
        synchronized (this) {
            isRemoved = true;
        }
        Launch.endAllOf(root);
        Await.until("the removal of " + root, Duration.ofSeconds(20), () -> {
            Removal.of(root);
            return !Files.exists(root);
        });
    }

    private static void removeThoseLeftBehind(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            entries.filter(StackDirectory::isLeftBehind).toList().forEach(Removal::of);
        }
    }

    private static boolean isLeftBehind(Path directory) {
        String name = directory.getFileName().toString();
        if (!name.matches(PREFIX + "\\d{1,18}-\\d+")) {
            return false;
        }
        long pid = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
        return ProcessHandle.of(pid).isEmpty();
    }
}
