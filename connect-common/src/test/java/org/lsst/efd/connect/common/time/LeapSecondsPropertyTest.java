package org.lsst.efd.connect.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class LeapSecondsPropertyTest {
    private static final long NS = 1_000_000_000L;

    @Property
    void comesBackFromTai(@ForAll @LongRange(min = 0, max = 2_051_222_400L * NS) long utcNs) {
        LeapSeconds leapSeconds = LeapSeconds.builtIn();

        assertThat(leapSeconds.utcNs(leapSeconds.taiNs(utcNs))).isEqualTo(utcNs);
    }

    @Example
    void changesAtMidnightUtc() {
        long midnightNs = Instant.parse("2017-01-01T00:00:00Z").getEpochSecond() * NS;

        assertThat(LeapSeconds.builtIn().taiNs(midnightNs - 1)).isEqualTo(midnightNs - 1 + 36 * NS);
        assertThat(LeapSeconds.builtIn().taiNs(midnightNs)).isEqualTo(midnightNs + 37 * NS);
    }
}
