package org.lsst.efd.connect.influxdb.line;

import java.math.BigInteger;

/**
 * Writes doubles and floats as the shortest decimal text that reads back as the same value, straight into bytes.
 *
 * <p>The algorithm is Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020): of the decimals inside the
 * rounding interval of the value it finds one with the fewest digits and, among those, the one closest to the value.
 * The powers of ten it needs are computed once, exactly, when the class is loaded. Thread-safe: there is no state.
 */
final class ShortestDecimal {
    /** The longest text: sign, 17 digits, point, {@code E-}, three digits of exponent. */
    static final int MAX_LENGTH = 25;

    private static final int MIN_POWER = -324;
    private static final int MAX_POWER = 292;

    /** {@code floor(10^-k 2^-r) + 1} for {@code k} from {@link #MIN_POWER}, 126 bits in two halves of 63 bits. */
    private static final long[] POWERS_HIGH = new long[MAX_POWER - MIN_POWER + 1];

    private static final long[] POWERS_LOW = new long[MAX_POWER - MIN_POWER + 1];
    private static final long MASK_63 = Long.MAX_VALUE;

    private static final int DOUBLE_MANTISSA_BITS = 52;
    private static final int FLOAT_MANTISSA_BITS = 23;
    /** Digits before the point (negative: zeros behind it) outside which the form with an exponent is shorter. */
    private static final int MIN_PLAIN_POINT = -2;

    private static final int MAX_PLAIN_POINT = 21;
    private static final long MAX_EXACT_INTEGER = 1L << 53;

    static {
        for (int k = MIN_POWER; k <= MAX_POWER; k++) {
            int r = floorLog2OfPow10(-k) - 125;
            BigInteger power = BigInteger.TEN.pow(Math.abs(k));
            BigInteger scaled = k > 0
                    ? BigInteger.ONE.shiftLeft(-r).divide(power)
                    : r >= 0 ? power.shiftRight(r) : power.shiftLeft(-r);
            BigInteger rounded = scaled.add(BigInteger.ONE);
            POWERS_HIGH[k - MIN_POWER] = rounded.shiftRight(63).longValueExact();
            POWERS_LOW[k - MIN_POWER] = rounded.longValue() & MASK_63;
        }
    }

    private ShortestDecimal() {}

    /**
     * Writes a finite double.
     *
     * @param target has room for {@link #MAX_LENGTH} bytes from {@code at}
     * @return the position after the last byte written
     */
    static int write(double value, byte[] target, int at) {
        long bits = Double.doubleToRawLongBits(value);
        int position = at;
        if (bits < 0) {
            target[position++] = '-';
        }
        double magnitude = Math.abs(value);
        if (magnitude < MAX_EXACT_INTEGER && magnitude == (long) magnitude) {
            return Digits.write((long) magnitude, target, position);
        }
        int exponentBits = (int) (bits >>> DOUBLE_MANTISSA_BITS) & 0x7ff;
        long mantissa = bits & ((1L << DOUBLE_MANTISSA_BITS) - 1);
        boolean isNormal = exponentBits != 0;
        return writeShortest(
                isNormal ? mantissa | (1L << DOUBLE_MANTISSA_BITS) : mantissa,
                Math.max(exponentBits, 1) - 1075,
                mantissa == 0 && exponentBits > 1,
                target,
                position);
    }

    /** Writes a finite float with the digits that a float needs; otherwise as {@link #write(double, byte[], int)}. */
    static int write(float value, byte[] target, int at) {
        int bits = Float.floatToRawIntBits(value);
        int position = at;
        if (bits < 0) {
            target[position++] = '-';
        }
        float magnitude = Math.abs(value);
        if (magnitude < 1 << 24 && magnitude == (int) magnitude) {
            return Digits.write((int) magnitude, target, position);
        }
        int exponentBits = (bits >>> FLOAT_MANTISSA_BITS) & 0xff;
        int mantissa = bits & ((1 << FLOAT_MANTISSA_BITS) - 1);
        boolean isNormal = exponentBits != 0;
        return writeShortest(
                isNormal ? mantissa | (1 << FLOAT_MANTISSA_BITS) : mantissa,
                Math.max(exponentBits, 1) - 150,
                mantissa == 0 && exponentBits > 1,
                target,
                position);
    }

    /**
     * Writes {@code c 2^q}.
     *
     * @param isPowerOfTwo whether the next smaller value is only half as far away as the next larger one
     */
    private static int writeShortest(long c, int q, boolean isPowerOfTwo, byte[] target, int at) {
        long isOdd = c & 1;
        long middle = c << 2;
        long upper = middle + 2;
        long lower = isPowerOfTwo ? middle - 1 : middle - 2;
        int k = isPowerOfTwo ? floorLog10OfThreeQuartersPow2(q) : floorLog10OfPow2(q);
        int shift = q + floorLog2OfPow10(-k) + 2;
        long high = POWERS_HIGH[k - MIN_POWER];
        long low = POWERS_LOW[k - MIN_POWER];
        long v = roundToOdd(high, low, middle << shift);
        long vLower = roundToOdd(high, low, lower << shift) + isOdd;
        long vUpper = roundToOdd(high, low, upper << shift) - isOdd;

        long s = v >> 2;
        if (s >= 10) {
            long shorter = s / 10 * 10;
            boolean isLowerInside = vLower <= shorter << 2;
            boolean isUpperInside = (shorter + 10) << 2 <= vUpper;
            if (isLowerInside != isUpperInside) {
                return writeDecimal(isLowerInside ? shorter : shorter + 10, k, target, at);
            }
        }
        boolean isLowerInside = vLower <= s << 2;
        boolean isUpperInside = (s + 1) << 2 <= vUpper;
        if (isLowerInside != isUpperInside) {
            return writeDecimal(isLowerInside ? s : s + 1, k, target, at);
        }
        long distance = v - ((s + s + 1) << 1);
        boolean isLowerCloser = distance < 0 || (distance == 0 && (s & 1) == 0);
        return writeDecimal(isLowerCloser ? s : s + 1, k, target, at);
    }

    /** Writes {@code digits 10^exponent} without trailing zeros. */
    private static int writeDecimal(long digits, int exponent, byte[] target, int at) {
        long significant = digits;
        int scale = exponent;
        while (true) {
            long tenth = significant / 10;
            if (tenth * 10 != significant) {
                break;
            }
            significant = tenth;
            scale++;
        }
        int length = Digits.count(significant);
        int pointAfter = length + scale;
        if (pointAfter > MAX_PLAIN_POINT || pointAfter < MIN_PLAIN_POINT) {
            return writeScientific(significant, length, pointAfter - 1, target, at);
        }
        if (scale >= 0) {
            int position = Digits.write(significant, target, at);
            return fillZeros(target, position, scale);
        }
        if (pointAfter > 0) {
            // one place to the right, then the whole part back over the place of the point
            Digits.write(significant, length, target, at + 1);
            for (int i = 0; i < pointAfter; i++) {
                target[at + i] = target[at + i + 1];
            }
            target[at + pointAfter] = '.';
            return at + length + 1;
        }
        target[at] = '0';
        target[at + 1] = '.';
        int position = fillZeros(target, at + 2, -pointAfter);
        Digits.write(significant, length, target, position);
        return position + length;
    }

    private static int writeScientific(long significant, int length, int exponent, byte[] target, int at) {
        Digits.write(significant, length, target, at + 1);
        target[at] = target[at + 1];
        int position = at + 1;
        if (length > 1) {
            target[position] = '.';
            position += length;
        }
        target[position++] = 'E';
        if (exponent < 0) {
            target[position++] = '-';
        }
        return Digits.write(Math.abs(exponent), target, position);
    }

    private static int fillZeros(byte[] target, int at, int count) {
        for (int i = 0; i < count; i++) {
            target[at + i] = '0';
        }
        return at + count;
    }

    /** {@code g cp 2^-127}, rounded to odd: exact enough to compare with the bounds of the interval. */
    private static long roundToOdd(long high, long low, long cp) {
        long fromLow = Math.multiplyHigh(low, cp);
        long middle = high * cp;
        long top = Math.multiplyHigh(high, cp);
        long carry = (middle >>> 1) + fromLow;
        long whole = top + (carry >>> 63);
        return whole | (((carry & MASK_63) + MASK_63) >>> 63);
    }

    /** {@code floor(log10(2^q))} for the exponents of doubles, in fixed-point arithmetic. */
    private static int floorLog10OfPow2(int q) {
        return (int) ((q * 661_971_961_083L) >> 41);
    }

    /** {@code floor(log10(3/4 2^q))} for the exponents of doubles. */
    private static int floorLog10OfThreeQuartersPow2(int q) {
        return (int) ((q * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    /** {@code floor(log2(10^k))} for the powers of ten that doubles need. */
    private static int floorLog2OfPow10(int k) {
        return (int) ((k * 913_124_641_741L) >> 38);
    }
}
