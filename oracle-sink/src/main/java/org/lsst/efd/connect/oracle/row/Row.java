package org.lsst.efd.connect.oracle.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.oracle.offsets.Opening;

/**
 * The values of a record by the index of their columns: numbers as {@code long}, all else as objects. What was not set
 * is NULL. Filled by one thread, then handed on and only read.
 */
public final class Row {
    private final OutgoingRecord record;
    private final Opening opening;
    private final RowOp op;
    private long[] numbers;
    private long[] present;
    private @Nullable Object[] objects;
    private long timeNs;

    Row(OutgoingRecord record, Opening opening, RowOp op, int columns, int objects) {
        this.record = record;
        this.opening = opening;
        this.op = op;
        this.numbers = new long[columns];
        this.present = new long[(columns + 63) >> 6];
        this.objects = new @Nullable Object[objects];
    }

    /** The record it was made of. */
    public OutgoingRecord record() {
        return record;
    }

    /** The opening of its partition that it belongs to. */
    public Opening opening() {
        return opening;
    }

    public RowOp op() {
        return op;
    }

    /** Whether the column is not NULL. */
    public boolean has(int index) {
        int word = index >> 6;
        return word < present.length && (present[word] & (1L << index)) != 0;
    }

    /** The value of a column that holds no object. */
    public long number(int index) {
        return numbers[index];
    }

    /** The value of a column that holds an object, by its place among those. */
    public Object object(int objectIndex) {
        Object value = objects[objectIndex];
        if (value == null) {
            throw new IllegalStateException("the column is NULL");
        }
        return value;
    }

    /** The event time, nanoseconds UTC; only where the table has a column for it. */
    public long timeNs() {
        return timeNs;
    }

    void setTimeNs(long ns) {
        timeNs = ns;
    }

    void setNumber(Column column, long value) {
        int index = column.index();
        if (index >= numbers.length) {
            grow(index);
        }
        numbers[index] = value;
        present[index >> 6] |= 1L << index;
    }

    void setObject(Column column, Object value) {
        int index = column.index();
        if (index >= numbers.length) {
            grow(index);
        }
        int place = column.objectIndex();
        if (place >= objects.length) {
            objects = Arrays.copyOf(objects, place + 8);
        }
        objects[place] = value;
        present[index >> 6] |= 1L << index;
    }

    private void grow(int index) {
        int columns = index + 64;
        numbers = Arrays.copyOf(numbers, columns);
        present = Arrays.copyOf(present, (columns + 63) >> 6);
    }

    /** Estimated bytes of heap. */
    public long sizeBytes() {
        return 120 + 8L * (numbers.length + present.length + objects.length);
    }
}
