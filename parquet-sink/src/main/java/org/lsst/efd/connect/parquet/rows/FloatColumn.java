package org.lsst.efd.connect.parquet.rows;

import java.util.Arrays;

/** Single precision numbers. Not thread-safe. */
public final class FloatColumn extends LeafColumn {
    private float[] data = new float[FIRST_CAPACITY];

    FloatColumn(int maxRep, int maxDef, HeapMeter meter) {
        super(maxRep, maxDef, meter);
        meter.add(FIRST_CAPACITY * (long) Float.BYTES);
    }

    void add(int rep, float value) {
        if (values == data.length) {
            data = Arrays.copyOf(data, grown(values, Float.BYTES));
        }
        data[values++] = value;
        present(rep);
    }

    /** The value at a place among the values that are there. */
    public float value(int at) {
        return data[at];
    }

    @Override
    void dropFirstValues(int count) {
        System.arraycopy(data, count, data, 0, values - count);
    }
}
