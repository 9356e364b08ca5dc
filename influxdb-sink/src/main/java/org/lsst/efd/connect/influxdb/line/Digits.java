package org.lsst.efd.connect.influxdb.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes integers as decimal digits, straight into bytes. Thread-safe: there is no state. */
final class Digits {
    /** The longest text: {@link Long#MIN_VALUE}. */
    static final int MAX_LENGTH = 20;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
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
        int end = at + length;
        long rest = value;
        for (; end - at >= 8; end -= 8) {
            long above = rest / 100_000_000;
            EIGHT_BYTES.set(target, end - 8, eightDigits((int) (rest - above * 100_000_000)));
            rest = above;
        }
        int few = (int) rest;
        for (; end - at >= 2; end -= 2) {
            int above = few / 100;
            int pair = few - above * 100;
            target[end - 1] = PAIRS[2 * pair + 1];
            target[end - 2] = PAIRS[2 * pair];
            few = above;
        }
        if (end > at) {
            target[at] = (byte) ('0' + few);
        }
    }

    /**
     * The eight digits of a number as bytes, the first digit in the lowest byte. The number is halved three times, all
     * parts at once: into two parts of four digits, four of two, eight of one.
     */
    private static long eightDigits(int value) {
        int above = value / 10_000;
        long fours = above | ((long) (value - above * 10_000) << 32);
        // times 10486 / 2^20 is a hundredth of any four digits, times 103 / 2^10 a tenth of any two
        long hundreds = ((fours * 10_486) >>> 20) & 0x0000_007f_0000_007fL;
        long twos = hundreds | ((fours - 100 * hundreds) << 16);
        long tens = ((twos * 103) >>> 10) & 0x000f_000f_000f_000fL;
        long ones = tens | ((twos - 10 * tens) << 8);
        return ones | 0x3030_3030_3030_3030L;
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
