package org.lsst.efd.connect.avro.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A buffer that Avro's binary encoding is written into; it grows, and is used again after a reset. Not thread-safe. */
public final class AvroOutput {
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_SIZE = 1024;
    private static final int MAX_KEPT_SIZE = 1 << 20;
    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_BYTES_PER_CHAR = 3;
    private static final int SHORT_TEXT = 64;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    /** Forgets what was written; a buffer that one huge message blew up is let go. */
    public void reset() {
        size = 0;
        if (bytes.length > MAX_KEPT_SIZE) {
            bytes = new byte[FIRST_SIZE];
        }
    }

    /** How many bytes were written. */
    public int size() {
        return size;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void require(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, count)));
        }
    }

    /** Writes a byte as it is. */
    public void writeByte(int value) {
        require(1);
        bytes[size++] = (byte) value;
    }

    void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** Writes an int or long in Avro's variable length encoding. */
    public void writeLong(long value) {
        require(MAX_VARINT_BYTES);
        long left = (value << 1) ^ (value >> 63);
        int at = size;
        byte[] array = bytes;
        while ((left & ~0x7FL) != 0) {
            array[at++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        array[at++] = (byte) left;
        size = at;
    }

    void writeFloat(float value) {
        require(Float.BYTES);
        FLOATS.set(bytes, size, value);
        size += Float.BYTES;
    }

    void writeDouble(double value) {
        require(Double.BYTES);
        DOUBLES.set(bytes, size, value);
        size += Double.BYTES;
    }

    /** Writes bytes as they are. */
    public void writeRaw(byte[] value) {
        writeRaw(value, 0, value.length);
    }

    /** Writes a part of bytes as they are. */
    public void writeRaw(byte[] value, int from, int length) {
        require(length);
        System.arraycopy(value, from, bytes, size, length);
        size += length;
    }

    /** Writes bytes with their length in front. */
    public void writeBytes(byte[] value) {
        writeLong(value.length);
        writeRaw(value);
    }

    /** Writes a text with its length in front. */
    public void writeString(String value) {
        int length = value.length();
        if (length > SHORT_TEXT) {
            writeBytes(value.getBytes(StandardCharsets.UTF_8));
            return;
        }
        require(MAX_VARINT_BYTES + length * MAX_BYTES_PER_CHAR);
        int start = size;
        // a short text has its length in one byte or two; most are ASCII, and have one byte per character
        writeLong(length);
        byte[] array = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                size = start;
                writeBytes(value.getBytes(StandardCharsets.UTF_8));
                return;
            }
            array[at++] = (byte) c;
        }
        size = at;
    }

    /** The buffer itself, of which the first {@link #size} bytes are written; valid until the next write. */
    public byte[] array() {
        return bytes;
    }
}
