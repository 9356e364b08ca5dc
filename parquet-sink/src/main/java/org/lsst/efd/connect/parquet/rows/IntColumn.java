package org.lsst.efd.connect.parquet.rows;

import java.util.Arrays;

/** 32-bit integers: INT8 to INT32, days, milliseconds of the day. Not thread-safe. */
public final class IntColumn extends LeafColumn {
    private int[] data = new int[FIRST_CAPACITY];

    IntColumn(int maxRep, int maxDef, HeapMeter meter) {
        super(maxRep, maxDef, meter);
        meter.add(FIRST_CAPACITY * (long) Integer.BYTES);
    }

    void add(int rep, int value) {
        if (values == data.length) {
            data = Arrays.copyOf(data, grown(values, Integer.BYTES));
        }
        data[values++] = value;
        present(rep);
    }

    /** The value at a place among the values that are there. */
    public int value(int at) {
        return data[at];
    }

    @Override
    void dropFirstValues(int count) {
        System.arraycopy(data, count, data, 0, values - count);
    }
}
