package org.lsst.efd.connect.oracle;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Records for tests. */
final class Records {
    static final long TIME_MS = 1_700_000_000_000L;

    private Records() {}

    /** A struct schema; each field as {@code name, schema}. */
    static Schema schema(Object... fields) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < fields.length; i += 2) {
            builder.field((String) fields[i], (Schema) fields[i + 1]);
        }
        return builder.build();
    }

    /** A struct; values in the order of the fields. */
    static Struct struct(Schema schema, @Nullable Object... values) {
        Struct struct = new Struct(schema);
        for (int i = 0; i < values.length; i++) {
            struct.put(schema.fields().get(i), values[i]);
        }
        return struct;
    }

    static SinkRecord of(TopicPartition partition, long offset, Struct value) {
        return keyed(partition, offset, null, null, value);
    }

    static SinkRecord keyed(
            TopicPartition partition,
            long offset,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Struct value) {
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                keySchema,
                key,
                value == null ? null : value.schema(),
                value,
                offset,
                TIME_MS + offset,
                TimestampType.CREATE_TIME);
    }

    /** Bits of a number of a result, for comparisons of floats. */
    static long bits(@Nullable Object value) {
        return value instanceof Number number ? Double.doubleToRawLongBits(number.doubleValue()) : -1;
    }

    static long whole(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value instanceof Number number ? number.longValue() : Long.MIN_VALUE;
    }

    static List<Long> wholes(List<? extends @Nullable Object> row) {
        return row.stream().map(Records::whole).toList();
    }
}
