package org.lsst.efd.connect.avro.decode;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a map, or an array of entries with key and value, into a map. */
record MapReader(ValueReader keys, ValueReader values, boolean isValueFirst, int minItemBytes)
        implements CollectionReader {
    private static final int ENTRIES_AT_FIRST = 1024;

    @Override
    public Object create(int expected) {
        return new HashMap<>(Math.min(expected, ENTRIES_AT_FIRST) * 4 / 3 + 1);
    }

    @Override
    @SuppressWarnings("unchecked") // the map that this class created
    public void readBlock(ByteCursor in, Object collection, int count) {
        Map<@Nullable Object, @Nullable Object> map = (Map<@Nullable Object, @Nullable Object>) collection;
        int index = map.size();
        try {
            for (int left = count; left > 0; left--) {
                Object first = isValueFirst ? values.read(in) : keys.read(in);
                Object second = isValueFirst ? keys.read(in) : values.read(in);
                map.put(isValueFirst ? second : first, isValueFirst ? first : second);
                index++;
            }
        } catch (DamagedBytesException damage) {
            throw damage.within("[entry " + index + "]");
        }
    }
}
