package org.lsst.efd.connect.common.disk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of some megabytes, in memory. Only root can make one: skips the test of everybody else. */
public final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Makes one in this directory. */
    public static SmallDisk in(Path directory, int megabytes) {
        try {
            Path path = Files.createDirectory(directory.resolve("disk"));
            assumeTrue(run("mount", "-t", "tmpfs", "-o", size(megabytes), "tmpfs", path.toString()), "needs root");
            return new SmallDisk(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Makes it larger. */
    public void grow(int megabytes) {
        if (!run("mount", "-o", "remount," + size(megabytes), path.toString())) {
            throw new IllegalStateException(path + " does not grow");
        }
    }

    private static String size(int megabytes) {
        return "size=" + megabytes + "m";
    }

    /** Takes it away, also from a server that has files open there. */
    @Override
    public void close() {
        run("umount", "-l", path.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
