package org.lsst.efd.connect.parquet.lanes;

/** Wall clock time that never goes back: where the wall clock does, this one stands for a moment. Task thread only. */
final class MonotonicClock {
    private long lastWallMs = Long.MIN_VALUE;
    private long aheadMs;

    void advance(long wallMs) {
        if (lastWallMs != Long.MIN_VALUE && wallMs < lastWallMs) {
            aheadMs += lastWallMs - wallMs;
        }
        lastWallMs = wallMs;
    }

    long nowMs() {
        return lastWallMs + aheadMs;
    }
}
