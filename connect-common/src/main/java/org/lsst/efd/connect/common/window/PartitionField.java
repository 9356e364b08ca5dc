package org.lsst.efd.connect.common.window;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.aggregate.AggregatedWindow;
import org.lsst.efd.connect.common.fields.FieldReader;

/** Makes the partition a group field of windows. Not thread-safe: it keeps the schema made last. */
final class PartitionField {
    static final String NAME = "kafka_partition";

    private final int partition;
    private @Nullable Schema source;
    private @Nullable Schema extended;

    PartitionField(int partition) {
        this.partition = partition;
    }

    AggregatedWindow addTo(AggregatedWindow window) {
        Struct value = extend(window.value(), valueSchema(window.schema()));
        Struct key = window.key() == null
                ? null
                : extend(window.key(), extend(window.key().schema()));
        List<String> groupFields = new ArrayList<>(window.groupFields());
        groupFields.add(NAME);
        return new AggregatedWindow(
                window.topic(),
                key == null ? null : key.schema(),
                key,
                window.sourceSchema(),
                value.schema(),
                value,
                window.timestampMs(),
                groupFields,
                window.droppedColumns());
    }

    private Schema valueSchema(Schema schema) {
        Schema known = extended;
        if (known == null || schema != source) {
            known = extend(schema);
            source = schema;
            extended = known;
        }
        return known;
    }

    private static Schema extend(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct().name(schema.name()).doc(schema.doc());
        if (schema.parameters() != null) {
            builder.parameters(schema.parameters());
        }
        schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
        return builder.field(NAME, Schema.INT32_SCHEMA).build();
    }

    private Struct extend(Struct struct, Schema schema) {
        Struct longer = new Struct(schema);
        for (Field field : struct.schema().fields()) {
            longer.put(field.name(), FieldReader.valueOf(struct, field));
        }
        return longer.put(NAME, partition);
    }
}
