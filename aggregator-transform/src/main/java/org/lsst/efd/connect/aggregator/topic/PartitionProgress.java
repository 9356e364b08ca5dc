package org.lsst.efd.connect.aggregator.topic;

import java.util.OptionalLong;

/** How far one partition has been read, in offsets, event time and wall time. Not thread-safe. */
final class PartitionProgress {
    private long position;
    private boolean hasRecord;
    private long streamTimeMs;
    /** When the last record was accepted, or the partition began to be read. */
    private long activeAtMs;
    /** When a request last showed that nothing was left to read. */
    private OptionalLong drainedAtMs = OptionalLong.empty();

    PartitionProgress(long position, long nowMs) {
        this.position = position;
        this.activeAtMs = nowMs;
    }

    /** The next offset to be taken. */
    long position() {
        return position;
    }

    void passTo(long nextOffset) {
        position = nextOffset;
    }

    /** Moves stream time to an accepted record; whether it moved. */
    boolean accept(long timeMs, long nowMs) {
        activeAtMs = nowMs;
        drainedAtMs = OptionalLong.empty();
        if (hasRecord && timeMs <= streamTimeMs) {
            return false;
        }
        hasRecord = true;
        streamTimeMs = timeMs;
        return true;
    }

    boolean hasRecord() {
        return hasRecord;
    }

    /** The latest event time accepted; meaningful once there is a record. */
    long streamTimeMs() {
        return streamTimeMs;
    }

    long activeAtMs() {
        return activeAtMs;
    }

    /** A request to the broker succeeded and said whether there is more to read. */
    void see(boolean isDrained, long nowMs) {
        drainedAtMs = isDrained ? OptionalLong.of(nowMs) : OptionalLong.empty();
    }

    /**
     * Whether nothing was accepted for so long, and a request made since then showed that nothing is left. What a
     * request showed holds no longer than the timeout: while the broker is away nothing becomes or stays idle.
     */
    boolean isIdle(long timeoutMs, long nowMs) {
        return drainedAtMs.isPresent()
                && nowMs - activeAtMs >= timeoutMs
                && drainedAtMs.getAsLong() >= activeAtMs + timeoutMs
                && nowMs - drainedAtMs.getAsLong() <= timeoutMs;
    }
}
