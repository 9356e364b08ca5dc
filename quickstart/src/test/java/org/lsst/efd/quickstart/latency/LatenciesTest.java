package org.lsst.efd.quickstart.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void quantilesAreLatenciesThatOccurred() {
        Latencies latencies = new Latencies();
        for (int ms = 2000; ms > 0; ms--) {
            latencies.add(ms * 1_000_000L);
        }
        assertThat(latencies.quantileMs(0.5)).isEqualTo(1000);
        assertThat(latencies.quantileMs(0.99)).isEqualTo(1980);
        assertThat(latencies).hasToString("median 1,000 ms, 99 % below 1,980 ms (2,000 points)");
    }

    @Test
    void nothingMeasuredIsSaid() {
        assertThat(new Latencies()).hasToString("not measured: the run was too short");
    }
}
