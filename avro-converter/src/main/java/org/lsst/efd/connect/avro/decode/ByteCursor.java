package org.lsst.efd.connect.avro.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads Avro's binary encoding from a range of a byte array. Each read checks the bounds of the range before it reads or
 * allocates, and throws {@link DamagedBytesException} where the bytes end or make no sense. Not thread-safe.
 */
public final class ByteCursor {
    private static final VarHandle DOUBLES = view(double[].class);
    private static final VarHandle FLOATS = view(float[].class);
    private static final VarHandle WORDS = view(long[].class);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int MAX_VARINT_BYTES = 10;
    /** Items of no bytes in one block: without a limit, two bytes could ask for any amount of memory. */
    private static final int MAX_EMPTY_ITEMS = 1024;

    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes = new byte[0];
    private int position;
    private int limit;
    private int blockEnd = -1;

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    /** Starts to read the bytes from {@code from} to before {@code to}. */
    public void reset(byte[] array, int from, int to) {
        if (from < 0 || from > to || to > array.length) {
            throw new IndexOutOfBoundsException(from + " to " + to + " of " + array.length);
        }
        bytes = array;
        position = from;
        limit = to;
    }

    /** The index in the array of the next byte. */
    public int position() {
        return position;
    }

    /** How many bytes are left. */
    public int remaining() {
        return limit - position;
    }

    /** Says that something is wrong at the next byte. */
    public DamagedBytesException damage(String what) {
        return new DamagedBytesException(what, position);
    }

    void require(int count) {
        if (count > limit - position) {
            throw damage("the bytes end: " + count + " wanted, " + (limit - position) + " left");
        }
    }

    boolean readBoolean() {
        require(1);
        int value = bytes[position];
        if ((value & ~1) != 0) {
            throw damage("a boolean is neither 0 nor 1");
        }
        position++;
        return value == 1;
    }

    int readInt() {
        int at = position;
        if (at < limit) {
            int single = bytes[at];
            if (single >= 0) {
                position = at + 1;
                return (single >>> 1) ^ -(single & 1);
            }
        }
        long value = readLong();
        if (value != (int) value) {
            position = at;
            throw damage("a number is out of the range of int");
        }
        return (int) value;
    }

    /** A long in Avro's variable length encoding. */
    public long readLong() {
        int at = position;
        if (limit - at < MAX_VARINT_BYTES) {
            return readLongNearEnd();
        }
        byte[] array = bytes;
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            long next = array[at++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                requireLastBits(shift, next);
                position = at;
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw damage("a number has more than 10 bytes");
    }

    private long readLongNearEnd() {
        long value = 0;
        int at = position;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= limit) {
                throw damage("the bytes end within a number");
            }
            long next = bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                requireLastBits(shift, next);
                position = at;
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw damage("a number has more than 10 bytes");
    }

    private void requireLastBits(int shift, long last) {
        if (shift == 63 && last > 1) {
            throw damage("a number has more than 64 bits");
        }
    }

    float readFloat() {
        require(Float.BYTES);
        float value = (float) FLOATS.get(bytes, position);
        position += Float.BYTES;
        return value;
    }

    double readDouble() {
        require(Double.BYTES);
        double value = (double) DOUBLES.get(bytes, position);
        position += Double.BYTES;
        return value;
    }

    /** The length of bytes or of a text, which are left. */
    public int readLength() {
        int at = position;
        long length = readLong();
        if (length < 0 || length > limit - position) {
            position = at;
            throw damage("a length is negative or more than the bytes that are left");
        }
        return (int) length;
    }

    /** An index into {@code size} branches or symbols. */
    int readIndex(int size) {
        int at = position;
        long index = readLong();
        if (index < 0 || index >= size) {
            position = at;
            throw damage("an index is not one of " + size);
        }
        return (int) index;
    }

    /** The index of a branch of two: the most frequent of all indices. */
    int readEither() {
        if (position < limit) {
            int single = bytes[position];
            if (single == 0 || single == 2) {
                position++;
                return single >> 1;
            }
        }
        return readIndex(2);
    }

    byte[] readBytes(int length) {
        require(length);
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    /** The next bytes, which stay the next. */
    byte[] peekBytes(int length) {
        require(length);
        return Arrays.copyOfRange(bytes, position, position + length);
    }

    /** A text with its length in front. */
    public String readString() {
        return readString(readLength());
    }

    String readString(int length) {
        require(length);
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        // a text of Latin-1 characters answers at once that it cannot hold the replacement
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(length);
        }
        position += length;
        return text;
    }

    private void requireUtf8(int length) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, position, length));
        } catch (CharacterCodingException malformed) {
            throw damage("a text is not valid UTF-8");
        }
    }

    /** Whether the next bytes are these. */
    public boolean isNext(byte[] expected, int length) {
        return length == expected.length
                && Arrays.equals(bytes, position, position + length, expected, 0, expected.length);
    }

    /** Goes past bytes, which are there. */
    public void skip(int count) {
        require(count);
        position += count;
    }

    void skip(long count) {
        if (count < 0 || count > limit - position) {
            throw damage("a length is negative or more than the bytes that are left");
        }
        position += (int) count;
    }

    /** Skips numbers of variable length without reading them. */
    void skipNumbers(int count) {
        int left = count;
        int at = position;
        while (left >= Long.BYTES && limit - at >= Long.BYTES) {
            // each byte without the high bit ends a number
            left -= Long.bitCount(~(long) WORDS.get(bytes, at) & HIGH_BITS);
            at += Long.BYTES;
        }
        while (left > 0) {
            if (at >= limit) {
                position = at;
                throw damage("the bytes end within a number");
            }
            if (bytes[at++] >= 0) {
                left--;
            }
        }
        position = at;
    }

    /**
     * The number of items in the next block of an array or map, 0 at its end.
     *
     * @param minItemBytes the least that an item takes
     */
    public int readBlockCount(int minItemBytes) {
        int at = position;
        long count = readLong();
        if (count < 0) {
            if (count == Long.MIN_VALUE) {
                position = at;
                throw damage("a count is out of range");
            }
            count = -count;
            int size = readLength();
            blockEnd = position + size;
        } else {
            blockEnd = -1;
        }
        boolean isTooMany = minItemBytes == 0 ? count > MAX_EMPTY_ITEMS : count > (limit - position) / minItemBytes;
        if (isTooMany) {
            position = at;
            throw damage("a count is more than the bytes that are left can hold");
        }
        return (int) count;
    }

    /** Where the block whose count was read last must end, or -1 if it does not say. */
    int blockEnd() {
        return blockEnd;
    }

    /** Checks that a block ended where it said. */
    void requireBlockEnd(int end) {
        if (end >= 0 && end != position) {
            throw damage("a block does not end where its size says");
        }
    }
}
