package org.lsst.efd.window.statistics;

import java.util.Arrays;

/**
 * The numbers of one record: pairs of a column and a value, in any order.
 *
 * <p>Columns are small numbers that the caller gives out, per topic and for good. A column may have several values in
 * one row (the elements of an array pooled into one sample) or none. One object is filled again and again; it allocates
 * only while it grows. Not thread-safe.
 */
public final class Row {
    private long timeNs;
    private int layout;
    private long layoutVersion;
    private int size;
    private int[] columns = new int[16];
    private double[] values = new double[16];
    /** Columns without a value, as told by {@link #addNull}. */
    private int nullSize;

    private int[] nullColumns = {};
    /** Columns of which the value is NaN, which is no sample. */
    private int nanSize;

    private int[] nanColumns = {};

    /**
     * Empties the row for the next record.
     *
     * @param time event time in nanoseconds since the epoch
     * @param recordLayout a number by which the caller knows the layout of the record; a closed window tells it back
     * @param version of that layout: of all records in a window the greatest wins, among equal ones the last
     */
    public Row begin(long time, int recordLayout, long version) {
        timeNs = time;
        layout = recordLayout;
        layoutVersion = version;
        size = 0;
        nullSize = 0;
        nanSize = 0;
        return this;
    }

    /** Adds a value, which may be NaN or infinite. */
    public void add(int column, double value) {
        if (Double.isNaN(value)) {
            addNan(column);
            return;
        }
        if (size == columns.length) {
            columns = Arrays.copyOf(columns, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        columns[size] = column;
        values[size] = value;
        size++;
    }

    /** Notes that the record has this column, but no value in it: it is told with a count of 0. */
    public void addNull(int column) {
        if (nullSize == nullColumns.length) {
            nullColumns = Arrays.copyOf(nullColumns, Math.max(8, 2 * nullSize));
        }
        nullColumns[nullSize++] = column;
    }

    private void addNan(int column) {
        if (nanSize == nanColumns.length) {
            nanColumns = Arrays.copyOf(nanColumns, Math.max(8, 2 * nanSize));
        }
        nanColumns[nanSize++] = column;
    }

    public long timeNs() {
        return timeNs;
    }

    /** Event time in milliseconds since the epoch, rounded down. */
    public long timeMs() {
        return Math.floorDiv(timeNs, 1_000_000L);
    }

    /** Number of values that are not NaN. */
    public int size() {
        return size;
    }

    int layout() {
        return layout;
    }

    long layoutVersion() {
        return layoutVersion;
    }

    int[] columns() {
        return columns;
    }

    double[] values() {
        return values;
    }

    int nullSize() {
        return nullSize;
    }

    int[] nullColumns() {
        return nullColumns;
    }

    int nanSize() {
        return nanSize;
    }

    int[] nanColumns() {
        return nanColumns;
    }
}
