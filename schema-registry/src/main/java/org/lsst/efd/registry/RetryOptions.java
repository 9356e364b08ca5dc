package org.lsst.efd.registry;

import java.time.Duration;

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
}
