package org.lsst.efd.connect.parquet.rows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts, bytes and decimals: one array of all their bytes, and where each ends. Not thread-safe. */
public final class BytesColumn extends LeafColumn {
    private byte[] bytes = new byte[4 * FIRST_CAPACITY];
    private int[] ends = new int[FIRST_CAPACITY];

    BytesColumn(int maxRep, int maxDef, HeapMeter meter) {
        super(maxRep, maxDef, meter);
        meter.add(FIRST_CAPACITY * (4L + Integer.BYTES));
    }

    void add(int rep, String text) {
        int length = text.length();
        int at = reserve(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                add(rep, text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[at + i] = (byte) c;
        }
        end(rep, length);
    }

    void add(int rep, byte[] value) {
        int at = reserve(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        end(rep, value.length);
    }

    void add(int rep, ByteBuffer value) {
        int length = value.remaining();
        int at = reserve(length);
        value.get(value.position(), bytes, at, length);
        end(rep, length);
    }

    /** Adds a two's complement number, extended to a fixed width. */
    void addExtended(int rep, byte[] value, int width) {
        int at = reserve(width);
        Arrays.fill(bytes, at, at + width - value.length, (byte) (value[0] < 0 ? -1 : 0));
        System.arraycopy(value, 0, bytes, at + width - value.length, value.length);
        end(rep, width);
    }

    private int reserve(int length) {
        int used = start(values);
        if (bytes.length - used < length) {
            bytes = Arrays.copyOf(bytes, grownFor(used, bytes.length, length, 1));
        }
        return used;
    }

    private void end(int rep, int length) {
        if (values == ends.length) {
            ends = Arrays.copyOf(ends, grown(values, Integer.BYTES));
        }
        ends[values] = start(values) + length;
        values++;
        present(rep);
    }

    /** All bytes; a value lies from {@link #start} to {@link #end}. Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a value begins. */
    public int start(int at) {
        return at == 0 ? 0 : ends[at - 1];
    }

    /** Where a value ends. */
    public int end(int at) {
        return ends[at];
    }

    @Override
    void dropFirstValues(int count) {
        int from = start(count);
        System.arraycopy(bytes, from, bytes, 0, start(values) - from);
        for (int i = count; i < values; i++) {
            ends[i - count] = ends[i] - from;
        }
    }
}
