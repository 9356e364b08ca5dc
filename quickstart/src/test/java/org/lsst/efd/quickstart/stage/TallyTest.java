package org.lsst.efd.quickstart.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void aRateIsThatOfTheLastSeconds() {
        Tally tally = new Tally();
        assertThat(tally.ratePerSecond()).isZero();
        long count = 0;
        for (int second = 0; second <= 20; second++) {
            tally.mark(second * 1_000_000_000L, count);
            count += second < 10 ? 1_000 : 50;
        }
        assertThat(tally.ratePerSecond()).isCloseTo(50, within(1e-9));
        assertThat(tally.count()).isEqualTo(10_500);
    }
}
