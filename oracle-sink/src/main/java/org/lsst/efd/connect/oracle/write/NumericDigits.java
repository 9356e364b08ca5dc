package org.lsst.efd.connect.oracle.write;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** A decimal number in digits of base 10,000, which begin and end at the decimal point. Not thread-safe. */
final class NumericDigits {
    private static final int BASE = 10_000;
    private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);
    private static final int DECIMALS_OF_DIGIT = 4;
    private static final int DECIMALS_OF_LONG = 18;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000};

    private int[] digits = new int[16];
    private int count;
    private int weight;

    /** Takes a number apart, whose scale is not negative. */
    void set(BigDecimal number) {
        count = 0;
        int fill = Math.floorMod(-number.scale(), DECIMALS_OF_DIGIT);
        if (number.precision() + fill <= DECIMALS_OF_LONG) {
            long rest = Math.abs(number.unscaledValue().longValue()) * POWERS_OF_TEN[fill];
            for (; rest > 0; rest /= BASE) {
                add((int) (rest % BASE));
            }
        } else {
            BigInteger rest = number.unscaledValue().abs().multiply(BigInteger.valueOf(POWERS_OF_TEN[fill]));
            while (rest.signum() > 0) {
                BigInteger[] parts = rest.divideAndRemainder(BIG_BASE);
                add(parts[1].intValue());
                rest = parts[0];
            }
        }
        weight = count - 1 - (number.scale() + fill) / DECIMALS_OF_DIGIT;
    }

    private void add(int digit) {
        if (count == digits.length) {
            digits = Arrays.copyOf(digits, 2 * count);
        }
        digits[count++] = digit;
    }

    /** How many there are; none of 0. */
    int count() {
        return count;
    }

    /** The power of the base that the first digit counts; negative behind the point. */
    int weight() {
        return weight;
    }

    /** A digit, from the first one on. */
    int digit(int index) {
        return digits[count - 1 - index];
    }
}
