package org.lsst.efd.connect.common.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class RetryPolicyPropertyTest {
    @Property
    void waitsNoLongerThanTheDoubledBackoffAndTheLimit(
            @ForAll @LongRange(min = 1, max = 5000) long backoffMs,
            @ForAll @LongRange(min = 0, max = 100_000) long moreMs,
            @ForAll @IntRange(min = 1, max = 100) int failures,
            @ForAll long seed) {
        RetryPolicy policy = new RetryPolicy(-1, Duration.ofMillis(backoffMs), Duration.ofMillis(backoffMs + moreMs));

        long delayMs = policy.delayMs(failures, new Random(seed));

        double bound = Math.min((double) (backoffMs + moreMs), backoffMs * Math.pow(2, failures - 1));
        assertThat(delayMs).isBetween(0L, (long) bound);
    }

    @Test
    void givesUpAfterTheAttemptsAndStartsAgainAfterASuccess() {
        Attempts attempts = new RetryPolicy(2, Duration.ofMillis(8), Duration.ofMillis(8)).newAttempts(new Random(1));

        attempts.failedAndAskedToWait(100, 50);
        assertThat(attempts.areSpent()).isFalse();
        assertThat(attempts.isDue(149)).isFalse();
        assertThat(attempts.waitMs(100)).isBetween(50L, 58L);
        attempts.failed(200);
        assertThat(attempts.areSpent()).isTrue();
        attempts.succeeded();
        assertThat(attempts.areSpent()).isFalse();
        assertThat(attempts.isDue(200)).isTrue();
    }

    @Test
    void refusesBoundsThatContradictEachOther() {
        assertThatThrownBy(() -> new RetryPolicy(-1, Duration.ofMillis(2), Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(0, Duration.ofMillis(1), Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
