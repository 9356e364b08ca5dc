package org.lsst.efd.connect.common.aggregate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The types of the group fields of one topic, wide enough for all records seen. Not thread-safe. */
final class GroupSchemas {
    private final String topic;
    private final List<GroupField> fields;
    private final List<@Nullable Schema> schemas;
    private @Nullable Schema lastKeySchema;
    private @Nullable Schema lastValueSchema;

    GroupSchemas(String topic, List<GroupField> fields) {
        this.topic = topic;
        this.fields = fields;
        this.schemas = new ArrayList<>(Collections.nCopies(fields.size(), null));
    }

    /** Takes note of the schemas of a record; whether a type has changed. */
    boolean see(@Nullable Schema keySchema, @Nullable Schema valueSchema) {
        if (keySchema == lastKeySchema && valueSchema == lastValueSchema) {
            return false;
        }
        lastKeySchema = keySchema;
        lastValueSchema = valueSchema;
        boolean isChanged = false;
        for (int i = 0; i < fields.size(); i++) {
            @Nullable Schema seen = fields.get(i).schemaIn(topic, keySchema, valueSchema);
            @Nullable Schema known = schemas.get(i);
            if (seen != null && (known == null || known.type() != seen.type())) {
                Schema wider = known == null ? optional(seen) : wider(known, seen);
                isChanged |= known == null || known.type() != wider.type();
                schemas.set(i, wider);
            }
        }
        return isChanged;
    }

    private static Schema wider(Schema known, Schema seen) {
        if (!known.type().isPrimitive() || !isNumber(known) || !isNumber(seen)) {
            return plain(Schema.Type.STRING, known);
        }
        boolean areWhole = isWhole(known) && isWhole(seen);
        boolean isKnownWider = known.type().compareTo(seen.type()) > 0;
        return areWhole ? (isKnownWider ? known : optional(seen)) : plain(Schema.Type.FLOAT64, known);
    }

    private static boolean isWhole(Schema schema) {
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> true;
            default -> false;
        };
    }

    private static boolean isNumber(Schema schema) {
        return isWhole(schema) || schema.type() == Schema.Type.FLOAT32 || schema.type() == Schema.Type.FLOAT64;
    }

    private static Schema optional(Schema schema) {
        return plain(schema.type().isPrimitive() ? schema.type() : Schema.Type.STRING, schema);
    }

    private static Schema plain(Schema.Type type, Schema documented) {
        SchemaBuilder builder =
                new SchemaBuilder(type).optional().defaultValue(null).doc(documented.doc());
        if (documented.parameters() != null) {
            builder.parameters(documented.parameters());
        }
        return builder.build();
    }

    /** For each group field its type, null while no record had it. */
    List<@Nullable Schema> schemas() {
        return schemas;
    }

    /** Names of the group fields that some record had, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (schemas.get(i) != null) {
                names.add(fields.get(i).outputName());
            }
        }
        return names;
    }

    /** Adds the group fields to a schema. */
    void addTo(SchemaBuilder builder) {
        for (int i = 0; i < fields.size(); i++) {
            @Nullable Schema schema = schemas.get(i);
            if (schema != null) {
                builder.field(fields.get(i).outputName(), schema);
            }
        }
    }

    /** Puts the values of a group into a record that has the group fields. */
    void put(Group group, Struct record) {
        for (int i = 0; i < fields.size(); i++) {
            @Nullable Schema schema = schemas.get(i);
            if (schema != null) {
                record.put(
                        fields.get(i).outputName(),
                        GroupField.as(schema, group.values().get(i)));
            }
        }
    }
}
