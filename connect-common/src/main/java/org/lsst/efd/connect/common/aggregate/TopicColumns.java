package org.lsst.efd.connect.common.aggregate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers by which the window engine knows the columns of one topic. A name keeps its number for good, whatever the
 * schema. Not thread-safe.
 */
final class TopicColumns {
    private final Map<String, Integer> scalars = new HashMap<>();
    private final Map<String, Elements> arrays = new HashMap<>();
    private int count;

    /** The column of a field. */
    int scalar(String name) {
        return scalars.computeIfAbsent(name, ignored -> count++);
    }

    /** The columns of the elements of an array. */
    Elements elements(String name) {
        return arrays.computeIfAbsent(name, ignored -> new Elements());
    }

    /** One column for each index, as many as the longest array had. */
    final class Elements {
        private int[] columns = new int[4];
        private int length;

        /** The column of an index. */
        int at(int index) {
            while (index >= length) {
                if (length == columns.length) {
                    columns = Arrays.copyOf(columns, 2 * length);
                }
                columns[length++] = count++;
            }
            return columns[index];
        }

        /** How many indexes have been asked for. */
        int length() {
            return length;
        }
    }
}
