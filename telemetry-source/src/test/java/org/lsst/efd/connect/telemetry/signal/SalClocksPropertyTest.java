package org.lsst.efd.connect.telemetry.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Offset;
import org.lsst.efd.connect.common.time.LeapSeconds;

final class SalClocksPropertyTest {
    private static final long NS = 1_000_000_000L;

    @Property
    void tellsSecondsToTheLastBitOfADouble(
            @ForAll @LongRange(min = 1_325_376_000L * NS, max = 2_051_222_400L * NS) long timeNs) {
        double exact = new BigDecimal(timeNs).movePointLeft(9).doubleValue();

        assertThat(SalClocks.utcSeconds(timeNs)).isEqualTo(exact, Offset.offset(Math.ulp(exact)));
    }

    @Example
    void isAheadByTheLeapSeconds() {
        assertThat(aheadAt("2012-07-01T00:00:00Z")).isEqualTo(35);
        assertThat(aheadAt("2012-06-30T23:59:59Z")).isEqualTo(34);
        assertThat(aheadAt("2015-06-30T23:59:59Z")).isEqualTo(35);
        assertThat(aheadAt("2015-07-01T00:00:00Z")).isEqualTo(36);
        assertThat(aheadAt("2016-12-31T23:59:59Z")).isEqualTo(36);
        assertThat(aheadAt("2017-01-01T00:00:00Z")).isEqualTo(37);
        assertThat(aheadAt("2026-01-01T00:00:00Z")).isEqualTo(37);
    }

    private static double aheadAt(String utc) {
        long timeNs = Instant.parse(utc).getEpochSecond() * NS;
        return SalClocks.taiSeconds(timeNs, LeapSeconds.builtIn()) - SalClocks.utcSeconds(timeNs);
    }
}
