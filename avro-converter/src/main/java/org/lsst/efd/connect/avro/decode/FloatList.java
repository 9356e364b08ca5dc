package org.lsst.efd.connect.avro.decode;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * A list of numbers in an array of their own kind: a fraction of the memory of a list of objects, made in a fraction of
 * the time. Items can be set, not added or removed. Not thread-safe.
 */
final class FloatList extends AbstractList<Float> implements RandomAccess {
    private float[] items;
    private int size;

    private FloatList(int expected) {
        items = new float[expected];
    }

    @Override
    public Float get(int index) {
        return items[checked(index)];
    }

    @Override
    public Float set(int index, Float item) {
        Float previous = items[checked(index)];
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
            items[size++] = in.readFloat();
        }
    }

    /** Reads an array into such a list. */
    static final class Reader implements CollectionReader {
        @Override
        public int minItemBytes() {
            return Float.BYTES;
        }

        @Override
        public Object create(int expected) {
            return new FloatList(expected);
        }

        @Override
        public void readBlock(ByteCursor in, Object collection, int count) {
            FloatList list = (FloatList) collection;
            try {
                list.read(in, count);
            } catch (DamagedBytesException damage) {
                throw damage.within("[" + list.size() + "]");
            }
        }
    }
}
