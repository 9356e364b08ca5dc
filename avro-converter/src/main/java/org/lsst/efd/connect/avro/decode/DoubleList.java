package org.lsst.efd.connect.avro.decode;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * A list of numbers in an array of their own kind: a fraction of the memory of a list of objects, made in a fraction of
 * the time. Items can be set, not added or removed. Not thread-safe.
 */
final class DoubleList extends AbstractList<Double> implements RandomAccess {
    private double[] items;
    private int size;

    private DoubleList(int expected) {
        items = new double[expected];
    }

    @Override
    public Double get(int index) {
        return items[checked(index)];
    }

    @Override
    public Double set(int index, Double item) {
        Double previous = items[checked(index)];
        items[index] = item;
        return previous;
    }

    @Override
    public int size() {
        return size;
    }

    private int checked(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        return index;
    }

    private void read(ByteCursor in, int count) {
        for (int left = count; left > 0; left--) {
            if (size == items.length) {
                items = Arrays.copyOf(items, Math.max(16, size + (size >> 1)));
            }
            items[size++] = in.readDouble();
        }
    }

    /** Reads an array into such a list. */
    static final class Reader implements CollectionReader {
        @Override
        public int minItemBytes() {
            return Double.BYTES;
        }

        @Override
        public Object create(int expected) {
            return new DoubleList(expected);
        }

        @Override
        public void readBlock(ByteCursor in, Object collection, int count) {
            DoubleList list = (DoubleList) collection;
            try {
                list.read(in, count);
            } catch (DamagedBytesException damage) {
                throw damage.within("[" + list.size() + "]");
            }
        }
    }
}
