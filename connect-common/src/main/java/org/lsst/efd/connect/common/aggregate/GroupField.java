package org.lsst.efd.connect.common.aggregate;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldPath;

/**
 * One entry of {@code group.by}: a field of the value, the whole key, or a field of the key.
 *
 * @param isInKey whether it stands in the key
 * @param path where; empty for the whole key
 */
record GroupField(boolean isInKey, Optional<FieldPath> path) {
    private static final String KEY = "key";
    private static final String KEY_PREFIX = "key:";
    private static final Set<String> RESERVED = Set.of("time", "window_size", "count");

    static GroupField parse(String text) {
        if (text.equals(KEY)) {
            return new GroupField(true, Optional.empty());
        }
        return text.startsWith(KEY_PREFIX)
                ? new GroupField(true, Optional.of(FieldPath.parse(text.substring(KEY_PREFIX.length()))))
                : new GroupField(false, Optional.of(FieldPath.parse(text)));
    }

    /** The name of the field in the aggregated record. */
    String outputName() {
        String name = path.map(FieldPath::toString).orElse(KEY).replace('.', '_');
        return RESERVED.contains(name) ? "group_" + name : name;
    }

    /** The schema of the field in these records; null where they do not have it. */
    @Nullable
    Schema schemaIn(String topic, @Nullable Schema keySchema, @Nullable Schema valueSchema) {
        @Nullable Schema half = isInKey ? keySchema : valueSchema;
        return half == null || path.isEmpty()
                ? half
                : path.get().readerFor(topic, half).schema();
    }

    /**
     * The value in a record; null where there is none.
     *
     * @throws DataException if it is neither text, number nor boolean
     */
    @Nullable
    Object valueIn(
            String topic,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value) {
        @Nullable Schema schema = isInKey ? keySchema : valueSchema;
        @Nullable Object half = isInKey ? key : value;
        @Nullable
        Object found =
                path.isEmpty() ? half : path.get().readerFor(topic, schema).read(half);
        if (found == null || found instanceof String || found instanceof Boolean || found instanceof Long) {
            return found;
        }
        if (found instanceof Integer || found instanceof Short || found instanceof Byte) {
            return ((Number) found).longValue();
        }
        if (found instanceof Double || found instanceof Float) {
            return ((Number) found).doubleValue();
        }
        throw new DataException("group field " + this + " is neither text, number nor boolean");
    }

    /** A value as the type that the aggregated schema has for it. */
    static @Nullable Object as(Schema schema, @Nullable Object value) {
        if (!(value instanceof Number number)) {
            return schema.type() == Schema.Type.STRING && value != null ? value.toString() : value;
        }
        return switch (schema.type()) {
            case INT8 -> number.byteValue();
            case INT16 -> number.shortValue();
            case INT32 -> number.intValue();
            case INT64 -> number.longValue();
            case FLOAT32 -> number.floatValue();
            case FLOAT64 -> number.doubleValue();
            default -> number.toString();
        };
    }

    @Override
    public String toString() {
        String inner = path.map(FieldPath::toString).orElse("");
        return !isInKey ? inner : inner.isEmpty() ? KEY : KEY_PREFIX + inner;
    }
}
