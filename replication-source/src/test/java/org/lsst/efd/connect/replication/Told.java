package org.lsst.efd.connect.replication;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What is logged until it is closed, which goes on to where it went: the logger of tests writes to the standard error. */
public final class Told implements AutoCloseable {
    private static final long PAUSE_NS = 1_000_000;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    public Told() {
        OutputStream both = new OutputStream() {
            @Override
            public void write(int one) {
                before.write(one);
                copy.write(one);
            }

            @Override
            public void write(byte[] some, int from, int length) {
                before.write(some, from, length);
                copy.write(some, from, length);
            }
        };
        System.setErr(new PrintStream(both, true, StandardCharsets.UTF_8));
    }

    /** The lines so far that hold this text. */
    public List<String> lines(String text) {
        return copy.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Waits for a line that holds this text. */
    public void await(String text) {
        while (lines(text).isEmpty()) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
