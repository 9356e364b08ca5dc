package org.lsst.efd.connect.parquet.rows;

import java.util.Arrays;

/** Booleans, a byte each. Not thread-safe. */
public final class BooleanColumn extends LeafColumn {
    private boolean[] data = new boolean[FIRST_CAPACITY];

    BooleanColumn(int maxRep, int maxDef, HeapMeter meter) {
        super(maxRep, maxDef, meter);
        meter.add((long) FIRST_CAPACITY);
    }

    void add(int rep, boolean value) {
        if (values == data.length) {
            data = Arrays.copyOf(data, grown(values, 1));
        }
        data[values++] = value;
        present(rep);
    }

    /** The value at a place among the values that are there. */
    public boolean value(int at) {
        return data[at];
    }

    @Override
    void dropFirstValues(int count) {
        System.arraycopy(data, count, data, 0, values - count);
    }
}
