package org.lsst.efd.connect.telemetry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

final class FrequencyPropertyTest {
    private static final BigDecimal NS = BigDecimal.valueOf(1_000_000_000L);

    @Property
    void isDueAtTheExactFraction(
            @ForAll @BigRange(min = "0.000001", max = "1000000") @Scale(6) BigDecimal hz,
            @ForAll @LongRange(min = 0, max = 1_000_000) long sequence) {
        BigInteger exact = BigDecimal.valueOf(sequence)
                .multiply(NS)
                .divideToIntegralValue(hz)
                .toBigInteger();
        if (exact.bitLength() < Long.SIZE) {
            assertThat(Frequency.ofHz(hz.doubleValue()).elapsedNs(sequence)).isEqualTo(exact.longValueExact());
        }
    }

    @Property
    void neverGoesBack(
            @ForAll @BigRange(min = "1", max = "100000") @Scale(6) BigDecimal hz,
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long sequence) {
        Frequency frequency = Frequency.ofHz(hz.doubleValue());

        assertThat(frequency.elapsedNs(sequence + 1)).isGreaterThan(frequency.elapsedNs(sequence));
    }

    @Example
    void hasExactlyThreeThousandRecordsInAMinuteAtFiftyHertz() {
        Frequency frequency = Frequency.ofHz(50);
        for (int sequence = 0; sequence <= 3000; sequence++) {
            assertThat(frequency.elapsedNs(sequence)).isEqualTo(sequence * 20_000_000L);
        }
        assertThat(frequency.elapsedNs(3000)).isEqualTo(60_000_000_000L);
    }

    @Example
    void doesNotDriftAtOddRates() {
        assertThat(Frequency.ofHz(16.7).elapsedNs(167 * 6)).isEqualTo(60_000_000_000L);
        assertThat(Frequency.ofHz(1.0 / 3).elapsedNs(333_333)).isEqualTo(1_000_000_000_000_000L);
        assertThat(Frequency.ofHz(0.1).elapsedNs(6)).isEqualTo(60_000_000_000L);
        // a year of 49.999999 Hz ends to the nanosecond
        assertThat(Frequency.ofHz(49.999999).elapsedNs(49_999_999L * 31)).isEqualTo(31_000_000_000_000_000L);
    }

    @Example
    void refusesRatesOutOfRange() {
        for (double hz : new double[] {0, -1, 1e-7, 1e7, Double.NaN}) {
            assertThatThrownBy(() -> Frequency.ofHz(hz)).hasMessageContaining("between");
        }
    }
}
