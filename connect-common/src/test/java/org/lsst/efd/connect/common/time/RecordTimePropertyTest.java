package org.lsst.efd.connect.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.common.fields.FieldPath;

final class RecordTimePropertyTest {
    private static final Schema SCHEMA =
            SchemaBuilder.struct().field("t", Schema.FLOAT64_SCHEMA).build();
    private static final long START_2012_US = 1325376000_000_000L;
    private static final long END_2035_US = 2051222400_000_000L;
    private static final long RESOLUTION_NS = 240;

    private final RecordTime utc = seconds(TimeScale.UTC);
    private final RecordTime tai = seconds(TimeScale.TAI);

    @Property(tries = 10_000)
    void bothScalesGiveTheSameInstantWithinTheResolutionOfADouble(
            @ForAll @LongRange(min = START_2012_US, max = END_2035_US) long instantUs) {
        double utcStamp = instantUs / 1e6;
        double taiStamp = (instantUs + offsetSeconds(instantUs) * 1_000_000L) / 1e6;

        assertThat(timeNs(utc, utcStamp)).isBetween(instantUs * 1000 - RESOLUTION_NS, instantUs * 1000 + RESOLUTION_NS);
        assertThat(timeNs(tai, taiStamp)).isBetween(instantUs * 1000 - RESOLUTION_NS, instantUs * 1000 + RESOLUTION_NS);
    }

    @Property(tries = 10_000)
    void isTheExactDecimalValueRoundedToTheNanosecond(@ForAll @DoubleRange(min = 1.0, max = 9.2e9) double stamp) {
        long exactNs = new BigDecimal(stamp)
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();

        // the fraction times 1e9 is rounded once to a double before it is rounded to a nanosecond
        assertThat(timeNs(utc, stamp)).isBetween(exactNs - 1, exactNs + 1);
        assertThat(Math.round(timeNs(utc, stamp) / 1000.0)).isEqualTo(Math.round(exactNs / 1000.0));
    }

    @Property(tries = 1_000)
    void aSecondThatIsNotALeapSecondKeepsItsFractionAroundEveryLeapSecond(
            @ForAll @LongRange(min = -5_000_000, max = 5_000_000) long aroundUs) {
        for (LocalDate after :
                new LocalDate[] {LocalDate.of(2012, 7, 1), LocalDate.of(2015, 7, 1), LocalDate.of(2017, 1, 1)}) {
            long instantUs = after.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000L + aroundUs;
            long taiUs = instantUs + offsetSeconds(instantUs) * 1_000_000L;

            assertThat(LeapSeconds.builtIn().utcNs(taiUs * 1000)).isEqualTo(instantUs * 1000);
        }
    }

    @Property(tries = 20_000)
    void roundsToTheMicrosecondAsTheExactDecimalDoes(@ForAll @LongRange(max = 1L << 52) long bits) {
        // near a tie of microseconds, where rounding to nanoseconds first would make one
        double near = 1_700_000_000 + (bits >>> 25) + ((bits & 0x3fffff) * 0x1p-22);
        for (double stamp : new double[] {near, 1795852821.5788095}) {
            long exactUs = new BigDecimal(stamp)
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();

            assertThat(timeNs(seconds(TimeScale.UTC).roundedTo(1000), stamp)).isEqualTo(exactUs * 1000);
        }
    }

    private static long offsetSeconds(long instantUs) {
        if (instantUs < secondsOf(2012, 7) * 1_000_000L) {
            return 34;
        }
        if (instantUs < secondsOf(2015, 7) * 1_000_000L) {
            return 35;
        }
        return instantUs < secondsOf(2017, 1) * 1_000_000L ? 36 : 37;
    }

    private static long secondsOf(int year, int month) {
        return LocalDate.of(year, month, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }

    private static long timeNs(RecordTime time, double stamp) {
        return time.eventTimeNs("topic", SCHEMA, new Struct(SCHEMA).put("t", stamp), null);
    }

    private static RecordTime seconds(TimeScale scale) {
        return new RecordTime(
                Optional.of(FieldPath.parse("t")),
                StampUnit.S,
                scale,
                LeapSeconds.builtIn(),
                Optional.empty(),
                Clock.systemUTC());
    }
}
