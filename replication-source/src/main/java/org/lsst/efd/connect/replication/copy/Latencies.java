package org.lsst.efd.connect.replication.copy;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How old records are when they leave, in milliseconds, over the last one to two minutes. One thread adds and turns, others
 * may look.
 */
public final class Latencies {
    private static final int BUCKETS = 64;
    private static final long TURN_MS = 60_000;

    private volatile AtomicLongArray present = new AtomicLongArray(BUCKETS);
    private volatile AtomicLongArray past = new AtomicLongArray(BUCKETS);
    private long turnDueMs;

    /** Bucket i holds latencies below 2^(i + 1) ms. */
    void add(long latencyMs) {
        int bucket = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, latencyMs) >>> 1);
        present.incrementAndGet(Math.min(bucket, BUCKETS - 1));
    }

    void turn(long nowMs) {
        if (nowMs >= turnDueMs) {
            turnDueMs = nowMs + TURN_MS;
            past = present;
            present = new AtomicLongArray(BUCKETS);
        }
    }

    /** A bound that this share of the batches stays below, a power of two; 0 where there was none. */
    public double quantileMs(double share) {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += present.get(i) + past.get(i);
        }
        long seen = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            seen += present.get(i) + past.get(i);
            if (seen >= share * total) {
                return Math.scalb(1.0, i + 1);
            }
        }
        return 0;
    }
}
