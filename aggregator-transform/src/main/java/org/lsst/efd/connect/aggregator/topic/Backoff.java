package org.lsst.efd.connect.aggregator.topic;

/** When a topic that failed is tried again: after a second, then after twice as long each time, up to a minute. */
final class Backoff {
    private static final long FIRST_MS = 1_000;
    private static final long LONGEST_MS = 60_000;

    private long nextDelayMs = FIRST_MS;
    private long retryAtMs = Long.MIN_VALUE;

    void fail(long nowMs) {
        retryAtMs = nowMs + nextDelayMs;
        nextDelayMs = Math.min(LONGEST_MS, 2 * nextDelayMs);
    }

    void succeed() {
        nextDelayMs = FIRST_MS;
        retryAtMs = Long.MIN_VALUE;
    }

    boolean isWaiting(long nowMs) {
        return nowMs < retryAtMs;
    }
}
