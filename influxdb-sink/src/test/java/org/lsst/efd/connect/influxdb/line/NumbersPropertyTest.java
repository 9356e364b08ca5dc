package org.lsst.efd.connect.influxdb.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class NumbersPropertyTest {
    private static final int RANDOM_VALUES = Integer.getInteger("efd.numbers", 2_000_000);

    private final byte[] target = new byte[64];

    @Property(tries = 20_000)
    void writesAnyLong(@ForAll long value) {
        assertThat(textOf(value)).isEqualTo(Long.toString(value));
    }

    @Test
    void writesLongsAtEveryPowerOfTen() {
        assertThat(textOf(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(textOf(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        long power = 1;
        for (int i = 0; i < 19; i++) {
            for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power}) {
                assertThat(textOf(value)).isEqualTo(Long.toString(value));
            }
            power *= 10;
        }
    }

    @Property(tries = 20_000)
    void writesTheShortestTextOfAnyDouble(@ForAll double value) {
        assertShortest(value);
    }

    @Property(tries = 20_000)
    void writesTheShortestTextOfAnyFloat(@ForAll float value) {
        assertShortest(value);
    }

    @Test
    void writesEdgesOfTheDoubleRange() {
        double[] edges = {
            0.0,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Math.nextDown(Double.MIN_NORMAL),
            Double.MAX_VALUE,
            0.1,
            0.3,
            1e21,
            1e22,
            9007199254740992.0,
            Math.nextUp(0x1p53),
            9.5e-3,
            1e-3,
            1e-5,
            1.7e9,
            1685578352.234788,
            Math.nextUp(1e20),
            4.35
        };
        for (double edge : edges) {
            assertShortest(edge);
            assertShortest(-edge);
        }
        for (int exponent = -1074; exponent <= 1023; exponent++) {
            double power = Math.scalb(1.0, exponent);
            assertShortest(power);
            assertShortest(Math.nextUp(power));
            assertShortest(Math.nextDown(power));
        }
        for (int exponent = -149; exponent <= 127; exponent++) {
            float power = Math.scalb(1.0f, exponent);
            assertShortest(power);
            assertShortest(Math.nextUp(power));
            assertShortest(Math.nextDown(power));
        }
        assertThat(textOf(-0.0)).isEqualTo("-0");
        assertThat(textOf(0.1f)).isEqualTo("0.1");
        assertThat(textOf(Double.MIN_VALUE)).isEqualTo("5E-324");
    }

    @Test
    void readsBackMillionsOfRandomDoubles() {
        SplittableRandom random = new SplittableRandom(20251);
        for (int i = 0; i < RANDOM_VALUES; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                int end = ShortestDecimal.write(value, target, 0);
                assertReadsBack(value, end);
            }
        }
        for (int i = 0; i < RANDOM_VALUES; i++) {
            double value = Math.round(random.nextDouble() * 1e9) / 1e4;
            int end = ShortestDecimal.write(value, target, 0);
            assertReadsBack(value, end);
        }
    }

    @Test
    void isShortestForManyRandomDoublesAndFloats() {
        SplittableRandom random = new SplittableRandom(20252);
        for (int i = 0; i < RANDOM_VALUES / 20; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            assertShortest(value);
            assertShortest(Float.intBitsToFloat(random.nextInt()));
            assertShortest(Math.round(random.nextDouble() * 1e6) / 1e3);
        }
    }

    private void assertReadsBack(double value, int end) {
        String text = new String(target, 0, end, StandardCharsets.US_ASCII);
        if (Double.doubleToRawLongBits(Double.parseDouble(text)) != Double.doubleToRawLongBits(value)) {
            throw new AssertionError(value + " was written as " + text);
        }
    }

    private void assertShortest(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        int end = ShortestDecimal.write(value, target, 0);
        assertReadsBack(value, end);
        String text = new String(target, 0, end, StandardCharsets.US_ASCII);
        if (Math.abs(value) >= 1L << 53 || value != Math.rint(value)) {
            int digits = digitsOf(text);
            if (digits > 1) {
                // no decimal with one digit less reads back: neither the one below nor the one above
                BigDecimal exact = new BigDecimal(value).abs();
                for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
                    BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
                    assertThat(shorter.doubleValue())
                            .as("%s as %s", value, shorter)
                            .isNotEqualTo(Math.abs(value));
                }
            }
            // and of this length none is closer
            BigDecimal nearest = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (nearest.doubleValue() == value) {
                assertThat(new BigDecimal(text)).isEqualByComparingTo(nearest);
            }
        }
    }

    private void assertShortest(float value) {
        if (!Float.isFinite(value)) {
            return;
        }
        int end = ShortestDecimal.write(value, target, 0);
        String text = new String(target, 0, end, StandardCharsets.US_ASCII);
        assertThat(Float.floatToRawIntBits(Float.parseFloat(text))).as(text).isEqualTo(Float.floatToRawIntBits(value));
        if (Math.abs(value) >= 1 << 24 || value != Math.rint(value)) {
            int digits = digitsOf(text);
            if (digits > 1) {
                BigDecimal exact = new BigDecimal(value).abs();
                for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
                    BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
                    assertThat(Float.parseFloat(shorter.toString()))
                            .as("%s as %s", value, shorter)
                            .isNotEqualTo(Math.abs(value));
                }
            }
        }
    }

    private static int digitsOf(String text) {
        return new BigDecimal(text).stripTrailingZeros().precision();
    }

    private String textOf(long value) {
        return new String(target, 0, Digits.write(value, target, 0), StandardCharsets.US_ASCII);
    }

    private String textOf(double value) {
        return new String(target, 0, ShortestDecimal.write(value, target, 0), StandardCharsets.US_ASCII);
    }

    private String textOf(float value) {
        return new String(target, 0, ShortestDecimal.write(value, target, 0), StandardCharsets.US_ASCII);
    }
}
