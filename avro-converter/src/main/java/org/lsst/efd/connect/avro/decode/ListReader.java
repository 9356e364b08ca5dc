package org.lsst.efd.connect.avro.decode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an array of any items into a list. */
record ListReader(ValueReader items, int minItemBytes) implements CollectionReader {
    @Override
    public Object create(int expected) {
        return new ArrayList<>(expected);
    }

    @Override
    @SuppressWarnings("unchecked") // the list that this class created
    public void readBlock(ByteCursor in, Object collection, int count) {
        List<@Nullable Object> list = (List<@Nullable Object>) collection;
        int index = list.size();
        try {
            for (int left = count; left > 0; left--) {
                list.add(items.read(in));
                index++;
            }
        } catch (DamagedBytesException damage) {
            throw damage.within("[" + index + "]");
        }
    }
}
