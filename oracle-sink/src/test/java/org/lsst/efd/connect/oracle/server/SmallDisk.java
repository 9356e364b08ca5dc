package org.lsst.efd.connect.oracle.server;

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

    /** Makes one that this server may write to. */
    public static SmallDisk of(LocalDatabase database, int megabytes) {
        try {
            Path path = Files.createDirectory(database.directory().resolve("disk"));
            assumeTrue(run("mount", "-t", "tmpfs", "-o", size(megabytes), "tmpfs", path.toString()), "needs root");
            SmallDisk disk = new SmallDisk(path);
            database.own(path);
            return disk;
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
