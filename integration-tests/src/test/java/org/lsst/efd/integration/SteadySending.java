package org.lsst.efd.integration;

import org.jspecify.annotations.Nullable;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/** Sends what is due, every few milliseconds on a thread of its own, until it is closed; then all of it has arrived. */
public final class SteadySending implements AutoCloseable {
    private static final long PAUSE_MS = 3;

    private final KafkaCluster cluster;
    private final Due due;
    private final Thread thread = new Thread(this::run, "steady-sending");
    private volatile boolean isOver;
    private volatile @Nullable RuntimeException failure;

    /** What is due. */
    @FunctionalInterface
    public interface Due {
        /** Sends it, as the clock of {@code System.nanoTime} stands. */
        void send(Sending sending, long nowNs);
    }

    /** Begins at once. */
    public SteadySending(KafkaCluster cluster, Due due) {
        this.cluster = cluster;
        this.due = due;
        thread.start();
    }

    private void run() {
        try (Sending sending = new Sending(cluster.producer())) {
            while (!isOver) {
                due.send(sending, System.nanoTime());
                Thread.sleep(PAUSE_MS);
            }
        } catch (RuntimeException failed) {
            failure = failed;
        } catch (InterruptedException interrupted) {
            failure = new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
