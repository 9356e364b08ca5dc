package org.lsst.efd.connect.parquet.avro;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Avro's binary encoding into a growing array. Not thread-safe. */
final class BinaryBlock {
    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes = new byte[1024];
    private ByteBuffer view = littleEndian(bytes);
    private int size;

    private static ByteBuffer littleEndian(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
            view = littleEndian(bytes);
        }
    }

    /** Zigzag variable-length; int and long are encoded alike. */
    void writeLong(long value) {
        reserve(MAX_VARINT_BYTES);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void writeDouble(double value) {
        reserve(Double.BYTES);
        view.putDouble(size, value);
        size += Double.BYTES;
    }

    void writeFloat(float value) {
        reserve(Float.BYTES);
        view.putFloat(size, value);
        size += Float.BYTES;
    }

    void writeBoolean(boolean value) {
        reserve(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    void writeBytes(byte[] value, int from, int length) {
        writeLong(length);
        writeFixed(value, from, length);
    }

    void writeFixed(byte[] value, int from, int length) {
        reserve(length);
        System.arraycopy(value, from, bytes, size, length);
        size += length;
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }
}
