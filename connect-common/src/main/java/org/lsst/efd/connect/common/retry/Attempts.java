package org.lsst.efd.connect.common.retry;

import java.util.random.RandomGenerator;

/** The attempts at one thing: how many failed in a row, and when the next is due. Not thread-safe. */
public final class Attempts {
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private int failures;
    private long dueMs = Long.MIN_VALUE;

    Attempts(RetryPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** Takes note of a failure; the next attempt is due after the back-off. */
    public void failed(long nowMs) {
        failedAndAskedToWait(nowMs, 0);
    }

    /** The same, where the other side asked to wait at least {@code minMs}. */
    public void failedAndAskedToWait(long nowMs, long minMs) {
        failures++;
        dueMs = nowMs + Math.max(minMs, policy.delayMs(failures, random));
    }

    /** Takes note of a success: the count starts again. */
    public void succeeded() {
        failures = 0;
        dueMs = Long.MIN_VALUE;
    }

    /** Whether the policy says to give up. */
    public boolean areSpent() {
        return policy.isSpentAfter(failures);
    }

    /** Whether the next attempt is due. */
    public boolean isDue(long nowMs) {
        return nowMs >= dueMs;
    }

    /** How long until the next attempt is due, in milliseconds; 0 where it is. */
    public long waitMs(long nowMs) {
        return isDue(nowMs) ? 0 : dueMs - nowMs;
    }

    /** How many failed in a row. */
    public int failures() {
        return failures;
    }
}
