package org.lsst.efd.connect.parquet.rows;

import java.util.Arrays;

/** Double precision numbers. Not thread-safe. */
public final class DoubleColumn extends LeafColumn {
    private double[] data = new double[FIRST_CAPACITY];

    DoubleColumn(int maxRep, int maxDef, HeapMeter meter) {
        super(maxRep, maxDef, meter);
        meter.add(FIRST_CAPACITY * (long) Double.BYTES);
    }

    void add(int rep, double value) {
        if (values == data.length) {
            data = Arrays.copyOf(data, grown(values, Double.BYTES));
        }
        data[values++] = value;
        present(rep);
    }

    /** The value at a place among the values that are there. */
    public double value(int at) {
        return data[at];
    }

    @Override
    void dropFirstValues(int count) {
        System.arraycopy(data, count, data, 0, values - count);
    }
}
