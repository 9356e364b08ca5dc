package org.lsst.efd.connect.common.flatten;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A place in a record on the way to its leaves.
 *
 * @param name the flattened name; empty at the root of a struct or map
 * @param pattern the same with {@code \0} for every index: what the schema alone can tell
 * @param path the way through the record, with indexes
 * @param sourcePath the way without indexes
 * @param index place in the innermost array; -1 outside
 * @param source the schema that documents it; null where there is none
 */
record Place(String name, String pattern, String path, String sourcePath, int index, @Nullable Schema source) {
    private static final String ANY_INDEX = "\0";

    static final Place ROOT = new Place("", "", "", "", -1, null);

    /** A value that is neither struct nor map has no name of its own. */
    static Place value(@Nullable Schema schema) {
        return new Place("value", "value", "value", "value", -1, schema);
    }

    Place field(String field, String delimiter, @Nullable Schema schema) {
        return name.isEmpty()
                ? new Place(field, field, field, field, -1, schema)
                : new Place(
                        name + delimiter + field,
                        pattern + delimiter + field,
                        path + "." + field,
                        sourcePath + "." + field,
                        -1,
                        schema);
    }

    /** An element is documented by its array. */
    Place element(int at, String delimiter) {
        return new Place(
                name + delimiter + at, pattern + delimiter + ANY_INDEX, path + "[" + at + "]", sourcePath, at, source);
    }
}
