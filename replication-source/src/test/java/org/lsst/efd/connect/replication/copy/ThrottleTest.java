package org.lsst.efd.connect.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThrottleTest {
    @Test
    void keepsTheMeanRateAndLetsABatchRunIntoDebt() {
        Throttle throttle = new Throttle(1_000, 0);
        assertThat(throttle.waitMs(0)).isZero();
        throttle.took(3_000);
        assertThat(throttle.waitMs(0)).isEqualTo(2_000);
        assertThat(throttle.waitMs(1_500)).isEqualTo(500);
        assertThat(throttle.waitMs(2_000)).isZero();
        long taken = 0;
        for (long nowMs = 2_000; nowMs < 102_000; nowMs++) {
            if (throttle.waitMs(nowMs) == 0) {
                throttle.took(700);
                taken += 700;
            }
        }
        assertThat(taken).isBetween(99_000L, 102_000L);
    }

    @Test
    void withoutALimitNothingWaits() {
        Throttle throttle = new Throttle(0, 0);
        throttle.took(Long.MAX_VALUE / 2);
        assertThat(throttle.waitMs(1)).isZero();
    }
}
