package org.lsst.efd.connect.common.retry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BelievedTest {
    private final Believed<String> untold = Believed.untold("no", 1_000);

    @Test
    void waitsHalfAMinuteForSomebodyWhoAsks() {
        assertThat(untold.isBelieved(30_999)).isTrue();
        assertThat(untold.isBelieved(31_000)).isFalse();
    }

    @Test
    void isBelievedForASecondAfterItWasToldFirst() {
        Believed<String> told = untold.told(20_000);
        assertThat(told.answer()).isEqualTo("no");
        assertThat(told.isBelieved(20_999)).isTrue();
        assertThat(told.isBelieved(21_000)).isFalse();
        assertThat(told.told(20_500)).isSameAs(told);
    }
}
