package org.lsst.efd.connect.avro.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A Connect schema in the making. Unlike {@code SchemaBuilder} it can give the schema without its default, so that a
 * default that is a struct has a schema to belong to. Not thread-safe.
 */
final class SchemaDraft {
    private final Schema.Type type;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private @Nullable Schema keySchema;
    private @Nullable Schema valueSchema;
    private @Nullable String name;
    private @Nullable Integer version;
    private @Nullable String doc;
    private @Nullable Object defaultValue;
    private boolean optional;

    SchemaDraft(Schema.Type type) {
        this.type = type;
    }

    static SchemaDraft logical(Schema.Type type, String name) {
        SchemaDraft draft = new SchemaDraft(type);
        draft.name = name;
        draft.version = 1;
        return draft;
    }

    static SchemaDraft array(Schema items) {
        SchemaDraft draft = new SchemaDraft(Schema.Type.ARRAY);
        draft.valueSchema = items;
        return draft;
    }

    static SchemaDraft map(Schema keys, Schema values) {
        SchemaDraft draft = new SchemaDraft(Schema.Type.MAP);
        draft.keySchema = keys;
        draft.valueSchema = values;
        return draft;
    }

    void field(String fieldName, Schema schema) {
        fields.add(new Field(fieldName, fields.size(), schema));
    }

    boolean hasField(String fieldName) {
        return fields.stream().anyMatch(field -> field.name().equals(fieldName));
    }

    void parameter(String key, String value) {
        parameters.put(key, value);
    }

    void name(String value) {
        name = value;
    }

    boolean isNamed() {
        return name != null;
    }

    void version(int value) {
        version = value;
    }

    boolean hasVersion() {
        return version != null;
    }

    void doc(String value) {
        doc = value;
    }

    boolean hasDoc() {
        return doc != null;
    }

    void defaultValue(@Nullable Object value) {
        defaultValue = value;
    }

    void makeOptional() {
        optional = true;
    }

    /** The required schema without its default. */
    Schema withoutDefault() {
        return build(false, null);
    }

    Schema build() {
        return build(optional, defaultValue);
    }

    private Schema build(boolean isOptional, @Nullable Object byDefault) {
        return new ConnectSchema(
                type,
                isOptional,
                byDefault,
                name,
                version,
                doc,
                parameters.isEmpty() ? null : Collections.unmodifiableMap(new LinkedHashMap<>(parameters)),
                type == Schema.Type.STRUCT ? List.copyOf(fields) : null,
                keySchema,
                valueSchema);
    }
}
