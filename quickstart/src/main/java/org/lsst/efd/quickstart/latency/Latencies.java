package org.lsst.efd.quickstart.latency;

import java.util.Arrays;
import java.util.Locale;

/** Latencies, of which the first million are kept. Thread-safe. */
public final class Latencies {
    private static final int MAX = 1_000_000;
    private static final double NS_PER_MS = 1e6;

    private long[] latenciesNs = new long[1024]; // guarded by this
    private int size; // guarded by this

    synchronized void add(long latencyNs) {
        if (size == MAX) {
            return;
        }
        if (size == latenciesNs.length) {
            latenciesNs = Arrays.copyOf(latenciesNs, Math.min(MAX, 2 * size));
        }
        latenciesNs[size++] = latencyNs;
    }

    /** How many there are. */
    public synchronized int size() {
        return size;
    }

    /** The latency in ms that this share of them, from 0 to 1, does not exceed; 0 when there are none. */
    public synchronized double quantileMs(double share) {
        if (size == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(latenciesNs, size);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * size);
        return sorted[Math.max(0, rank - 1)] / NS_PER_MS;
    }

    @Override
    public String toString() {
        return size() == 0
                ? "not measured: the run was too short"
                : String.format(
                        Locale.ROOT,
                        "median %,.0f ms, 99 %% below %,.0f ms (%,d points)",
                        quantileMs(0.5),
                        quantileMs(0.99),
                        size());
    }
}
