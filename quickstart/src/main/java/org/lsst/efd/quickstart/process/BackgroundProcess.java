package org.lsst.efd.quickstart.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that serves no port and runs until it is told to end. Thread-safe. */
public final class BackgroundProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Process process;

    private BackgroundProcess(Process process) {
        this.process = process;
    }

    /** Starts the command in {@code directory}, with its output and its errors appended to {@code log}. */
    public static BackgroundProcess start(List<String> command, Path directory, Path log) {
        return new BackgroundProcess(Launch.of(command, directory, log));
    }

    /** Ends it, in the orderly way if it follows within seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
