package org.lsst.efd.connect.replication.schema;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What is logged until it is closed: the logger of tests writes to the standard error. */
final class Told implements AutoCloseable {
    private static final long PAUSE_NS = 1_000_000;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    Told() {
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    /** The lines so far that hold this text. */
    List<String> lines(String text) {
        return told.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Waits for a line that holds this text. */
    void await(String text) {
        while (lines(text).isEmpty()) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
