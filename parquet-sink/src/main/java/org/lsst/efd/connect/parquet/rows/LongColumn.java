package org.lsst.efd.connect.parquet.rows;

import java.util.Arrays;

/** 64-bit integers and times. Not thread-safe. */
public final class LongColumn extends LeafColumn {
    private long[] data = new long[FIRST_CAPACITY];

    LongColumn(int maxRep, int maxDef, HeapMeter meter) {
        super(maxRep, maxDef, meter);
        meter.add(FIRST_CAPACITY * (long) Long.BYTES);
    }

    void add(int rep, long value) {
        if (values == data.length) {
            data = Arrays.copyOf(data, grown(values, Long.BYTES));
        }
        data[values++] = value;
        present(rep);
    }

    /** The value at a place among the values that are there. */
    public long value(int at) {
        return data[at];
    }

    @Override
    void dropFirstValues(int count) {
        System.arraycopy(data, count, data, 0, values - count);
    }
}
