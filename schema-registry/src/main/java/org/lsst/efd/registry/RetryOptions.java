package org.lsst.efd.registry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a request that got no usable answer is sent again.
 *
 * @param maxRetries after the first attempt, 0 for none
 * @param firstWait before the first retry; it doubles from retry to retry, with jitter
 * @param maxWait the longest wait, also where {@code Retry-After} asks for more
 */
public record RetryOptions(int maxRetries, Duration firstWait, Duration maxWait) {
    /** Three retries, from 1 s to 20 s. */
    public static final RetryOptions DEFAULTS = new RetryOptions(3, Duration.ofSeconds(1), Duration.ofSeconds(20));

    /** One attempt. */
    public static final RetryOptions NONE = new RetryOptions(0, Duration.ofSeconds(1), Duration.ofSeconds(20));

    public RetryOptions {
        if (maxRetries < 0 || firstWait.isNegative() || maxWait.isNegative()) {
            throw new IllegalArgumentException("retries and waits must not be negative");
        }
    }

    /**
     * How long to wait before a retry: a random time in the upper half of the doubled wait, or longer where the registry
     * asks for it.
     *
     * @param retry 0 for the first
     * @param retryAfter what the registry asked for, zero for nothing
     */
    Duration pauseBefore(int retry, Duration retryAfter) {
        long doubled = Math.min(maxWait.toMillis(), firstWait.toMillis() << Math.min(retry, 20));
        long jittered = doubled - (long) (ThreadLocalRandom.current().nextDouble() * doubled / 2);
        return Duration.ofMillis(Math.min(maxWait.toMillis(), Math.max(jittered, retryAfter.toMillis())));
    }
}
