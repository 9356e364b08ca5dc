package org.lsst.efd.connect.common.custody;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldReader;
import org.lsst.efd.connect.common.fields.PlanCache;

/**
 * Estimates the bytes of heap that holding a consumed record costs. Scalars of a struct are counted once per schema;
 * only what varies in length is looked at. Not thread-safe.
 */
public final class RetainedSize {
    private static final long RECORD_BYTES = 300;
    private static final long HEADER_BYTES = 120;
    private static final long OBJECT_BYTES = 24;
    private static final long SCALAR_BYTES = 28;
    private static final long STRING_BYTES = 56;
    private static final long LIST_BYTES = 48;
    private static final long MAP_ENTRY_BYTES = 64;

    private final PlanCache<StructSize> plans = new PlanCache<>((topic, schema) -> StructSize.of(schema));

    /** The estimate for one record. */
    public long of(SinkRecord record) {
        long bytes = RECORD_BYTES + HEADER_BYTES * record.headers().size() + ofValue(record.key());
        return record.value() instanceof Struct struct
                ? bytes + plans.planFor(record.topic(), record.valueSchema()).of(struct)
                : bytes + ofValue(record.value());
    }

    private static long ofValue(@Nullable Object value) {
        if (value == null) {
            return 0;
        } else if (value instanceof String text) {
            return STRING_BYTES + text.length();
        } else if (value instanceof byte[] bytes) {
            return OBJECT_BYTES + bytes.length;
        } else if (value instanceof ByteBuffer bytes) {
            return 2 * OBJECT_BYTES + bytes.capacity();
        } else if (value instanceof List<?> list) {
            return ofList(list);
        } else if (value instanceof Map<?, ?> map) {
            return ofMap(map);
        }
        return value instanceof Struct struct ? StructSize.of(struct.schema()).of(struct) : SCALAR_BYTES;
    }

    private static long ofList(List<?> list) {
        Object first = list.isEmpty() ? null : list.get(0);
        if (first == null || first instanceof Number || first instanceof Boolean) {
            return LIST_BYTES + SCALAR_BYTES * list.size();
        }
        long bytes = LIST_BYTES;
        for (Object element : list) {
            bytes += ofValue(element);
        }
        return bytes;
    }

    private static long ofMap(Map<?, ?> map) {
        long bytes = LIST_BYTES;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            bytes += MAP_ENTRY_BYTES + ofValue(entry.getKey()) + ofValue(entry.getValue());
        }
        return bytes;
    }

    /** What the structs of one schema cost: a fixed part, and the fields to look at. */
    private record StructSize(long fixedBytes, List<Field> varying) {
        static StructSize of(@Nullable Schema schema) {
            long fixedBytes = 2 * OBJECT_BYTES;
            List<Field> varying = new ArrayList<>();
            if (schema != null) {
                for (Field field : schema.fields()) {
                    if (isScalar(field.schema())) {
                        fixedBytes += SCALAR_BYTES;
                    } else {
                        varying.add(field);
                    }
                }
            }
            return new StructSize(fixedBytes, varying);
        }

        private static boolean isScalar(Schema schema) {
            return schema.type().isPrimitive()
                    && schema.type() != Schema.Type.STRING
                    && schema.type() != Schema.Type.BYTES;
        }

        long of(Struct struct) {
            long bytes = fixedBytes;
            for (Field field : varying) {
                bytes += ofValue(FieldReader.valueOf(struct, field));
            }
            return bytes;
        }
    }
}
