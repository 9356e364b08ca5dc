package org.lsst.efd.connect.influxdb.line;

import java.nio.charset.StandardCharsets;

/** Writes integers as decimal digits, straight into bytes. Thread-safe: there is no state. */
final class Digits {
    /** The longest text: {@link Long#MIN_VALUE}. */
    static final int MAX_LENGTH = 20;

    private static final byte[] PAIRS = new byte[200];
    private static final byte[] MIN_VALUE = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);
    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
        long power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private Digits() {}

    /**
     * Writes any long.
     *
     * @param target has room for {@link #MAX_LENGTH} bytes from {@code at}
     * @return the position after the last byte written
     */
    static int write(long value, byte[] target, int at) {
        if (value >= 0) {
            int length = count(value);
            write(value, length, target, at);
            return at + length;
        }
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN_VALUE, 0, target, at, MIN_VALUE.length);
            return at + MIN_VALUE.length;
        }
        target[at] = '-';
        int length = count(-value);
        write(-value, length, target, at + 1);
        return at + 1 + length;
    }

    /** Writes the {@code length} digits of a value that is not negative. */
    static void write(long value, int length, byte[] target, int at) {
        int position = at + length;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long hundredth = rest / 100;
            position = writePair((int) (rest - hundredth * 100), target, position);
            rest = hundredth;
        }
        int small = (int) rest;
        while (small >= 100) {
            int hundredth = small / 100;
            position = writePair(small - hundredth * 100, target, position);
            small = hundredth;
        }
        if (small >= 10) {
            writePair(small, target, position);
        } else {
            target[position - 1] = (byte) ('0' + small);
        }
    }

    private static int writePair(int pair, byte[] target, int end) {
        target[end - 1] = PAIRS[2 * pair + 1];
        target[end - 2] = PAIRS[2 * pair];
        return end - 2;
    }

    /** How many digits a value that is not negative has; 1 for zero. */
    static int count(long value) {
        // 1233 / 4096 is just above log10(2)
        int estimate = ((64 - Long.numberOfLeadingZeros(value | 1)) * 1233) >>> 12;
        return estimate < POWERS_OF_TEN.length && value >= POWERS_OF_TEN[estimate]
                ? estimate + 1
                : Math.max(estimate, 1);
    }
}
