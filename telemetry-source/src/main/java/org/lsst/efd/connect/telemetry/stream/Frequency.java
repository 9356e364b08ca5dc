package org.lsst.efd.connect.telemetry.stream;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A fixed rate, kept as the exact fraction of the decimal number it was written as: record <i>n</i> is due
 * floor(<i>n</i> × 10⁹ / rate) nanoseconds after record 0. Immutable.
 */
public final class Frequency implements Pace {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final double hz;
    private final long numerator;
    private final long denominator;
    private final boolean fitsLong;

    private Frequency(double hz, long numerator, long denominator) {
        this.hz = hz;
        this.numerator = numerator;
        this.denominator = denominator;
        this.fitsLong = BigInteger.valueOf(numerator)
                        .multiply(BigInteger.valueOf(denominator))
                        .multiply(BigInteger.valueOf(NS_PER_SECOND))
                        .bitLength()
                < Long.SIZE;
    }

    /**
     * The rate that a decimal number says.
     *
     * @param hz records per second, from 0.000001 to 1,000,000, rounded to a millionth
     * @throws IllegalArgumentException if it is outside of this range
     */
    public static Frequency ofHz(double hz) {
        if (!(hz >= 1e-6 && hz <= 1e6)) {
            throw new IllegalArgumentException("must be between 0.000001 and 1000000 Hz");
        }
        BigInteger millionths = BigDecimal.valueOf(hz)
                .movePointRight(6)
                .setScale(0, java.math.RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
        BigInteger million = BigInteger.valueOf(1_000_000);
        BigInteger common = millionths.gcd(million);
        return new Frequency(
                hz,
                millionths.divide(common).longValueExact(),
                million.divide(common).longValueExact());
    }

    /** Records per second. */
    public double hz() {
        return hz;
    }

    @Override
    public long elapsedNs(long sequence) {
        // whole turns of the fraction first, so that the product below stays small for any sequence
        long turns = sequence / numerator;
        long rest = sequence % numerator;
        long wholeNs = Math.multiplyExact(turns, denominator * NS_PER_SECOND);
        return wholeNs + (fitsLong ? rest * denominator * NS_PER_SECOND / numerator : bigElapsedNs(rest));
    }

    private long bigElapsedNs(long rest) {
        return BigInteger.valueOf(rest)
                .multiply(BigInteger.valueOf(denominator * NS_PER_SECOND))
                .divide(BigInteger.valueOf(numerator))
                .longValueExact();
    }

    @Override
    public String toString() {
        return hz + " Hz";
    }
}
