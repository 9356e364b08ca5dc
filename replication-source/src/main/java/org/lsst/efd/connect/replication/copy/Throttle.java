package org.lsst.efd.connect.replication.copy;

/** Keeps the mean rate of bytes below a limit, by a bucket that may run into debt for one batch. Not thread-safe. */
public final class Throttle {
    private static final double BURST_SECONDS = 1;

    private final long bytesPerSecond;
    private double available;
    private long atMs;

    /** A limit; 0 for none. */
    public Throttle(long bytesPerSecond, long nowMs) {
        this.bytesPerSecond = bytesPerSecond;
        this.available = bytesPerSecond * BURST_SECONDS;
        this.atMs = nowMs;
    }

    /** How long to wait before the next batch, in milliseconds. */
    public long waitMs(long nowMs) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        available = Math.min(
                bytesPerSecond * BURST_SECONDS, available + Math.max(0, nowMs - atMs) / 1000.0 * bytesPerSecond);
        atMs = nowMs;
        return available >= 0 ? 0 : (long) Math.ceil(-available * 1000 / bytesPerSecond);
    }

    /** So much was taken. */
    public void took(long bytes) {
        available -= bytes;
    }
}
