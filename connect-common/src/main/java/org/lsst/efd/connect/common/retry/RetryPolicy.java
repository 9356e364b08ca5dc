package org.lsst.efd.connect.common.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after how long to try again: exponential back-off with full jitter.
 *
 * @param maxAttempts consecutive failures after which to give up; -1 for never
 * @param backoff upper bound of the first wait
 * @param backoffMax upper bound of every wait, at least {@code backoff}
 */
public record RetryPolicy(int maxAttempts, Duration backoff, Duration backoffMax) {
    public RetryPolicy {
        if (maxAttempts < -1 || maxAttempts == 0) {
            throw new IllegalArgumentException("maxAttempts must be positive, or -1 for no limit");
        }
        if (backoff.isNegative() || backoffMax.compareTo(backoff) < 0) {
            throw new IllegalArgumentException("backoff must not be negative nor above backoffMax");
        }
    }

    /** Whether to give up after this many consecutive failures. */
    public boolean isSpentAfter(int failures) {
        return maxAttempts >= 0 && failures >= maxAttempts;
    }

    /**
     * How long to wait after this many consecutive failures: evenly distributed between 0 and
     * {@code min(backoffMax, backoff * 2^(failures - 1))}, in milliseconds.
     */
    public long delayMs(int failures, RandomGenerator random) {
        if (failures < 1) {
            throw new IllegalArgumentException("there is no delay before the first failure");
        }
        long boundMs = backoff.toMillis();
        for (int doubling = 1; doubling < failures && boundMs < backoffMax.toMillis(); doubling++) {
            boundMs *= 2;
        }
        boundMs = Math.min(boundMs, backoffMax.toMillis());
        return random.nextLong(boundMs + 1);
    }

    /** A count of failures that starts at none. */
    public Attempts newAttempts(RandomGenerator random) {
        return new Attempts(this, random);
    }
}
