package org.lsst.efd.connect.common.fields;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where a field stands in a value: names joined by dots, the outermost first.
 *
 * <p>Immutable to its users, but not thread-safe: it keeps what it compiled for each schema.
 */
public final class FieldPath {
    private final String path;
    private final List<String> names;
    private final PlanCache<FieldReader> readers;

    private FieldPath(String path, List<String> names) {
        this.path = path;
        this.names = names;
        this.readers = new PlanCache<>((topic, schema) -> FieldReader.of(this.names, schema));
    }

    /**
     * Reads a path such as {@code salIndex} or {@code position.x}.
     *
     * @throws IllegalArgumentException if a name in it is empty
     */
    public static FieldPath parse(String path) {
        List<String> names = List.of(path.trim().split("\\.", -1));
        if (names.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("must be a field name, or field names joined by single dots");
        }
        return new FieldPath(path.trim(), names);
    }

    /** The names on the way, the outermost first. */
    public List<String> names() {
        return names;
    }

    /** How to reach the field in values of this schema; the schema is null for data without schema. */
    public FieldReader readerFor(String topic, @Nullable Schema schema) {
        return readers.planFor(topic, schema);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldPath that && path.equals(that.path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path;
    }
}
