package org.lsst.efd.connect.avro.encode;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.schema.Schemas;

/** Writes values without a schema as the record that has one nullable field per type. */
final class AnythingWriter implements ValueWriter {
    private static final int MAX_DEPTH = 256;
    private static final int BOOLEAN = 0;
    private static final int BYTES = 1;
    private static final int DOUBLE = 2;
    private static final int FLOAT = 3;
    private static final int INT = 4;
    private static final int LONG = 5;
    private static final int STRING = 6;
    private static final int ARRAY = 7;
    private static final int MAP = 8;
    private static final int FIELDS = 9;

    @Override
    public void write(Object value, AvroOutput out) {
        write(value, out, 0);
    }

    private void write(@Nullable Object value, AvroOutput out, int depth) {
        if (depth > MAX_DEPTH) {
            throw new UnwritableValueException("a value without a schema is nested more than " + MAX_DEPTH + " deep");
        }
        int type = value == null ? FIELDS : typeOf(value);
        writeNulls(type, out);
        if (value == null) {
            return;
        }
        out.writeLong(1);
        switch (type) {
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case BYTES -> out.writeBytes(Schemas.bytes(Schema.BYTES_SCHEMA, value));
            case DOUBLE -> out.writeDouble((Double) value);
            case FLOAT -> out.writeFloat((Float) value);
            case INT, LONG -> out.writeLong(((Number) value).longValue());
            case STRING -> out.writeString((String) value);
            case ARRAY -> writeList((List<?>) value, out, depth);
            default -> writeMap((Map<?, ?>) value, out, depth);
        }
        writeNulls(FIELDS - type - 1, out);
    }

    private static void writeNulls(int count, AvroOutput out) {
        for (int i = 0; i < count; i++) {
            out.writeByte(0);
        }
    }

    private static int typeOf(Object value) {
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return BYTES;
        }
        if (value instanceof Double) {
            return DOUBLE;
        }
        if (value instanceof Float) {
            return FLOAT;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return INT;
        }
        if (value instanceof Long) {
            return LONG;
        }
        if (value instanceof String) {
            return STRING;
        }
        if (value instanceof List) {
            return ARRAY;
        }
        if (value instanceof Map) {
            return MAP;
        }
        throw UnwritableValueException.wrongType("a type that needs no schema", value);
    }

    private void writeList(List<?> list, AvroOutput out, int depth) {
        if (!list.isEmpty()) {
            out.writeLong(list.size());
            for (Object item : list) {
                write(item, out, depth + 1);
            }
        }
        out.writeByte(0);
    }

    private void writeMap(Map<?, ?> map, AvroOutput out, int depth) {
        if (!map.isEmpty()) {
            out.writeLong(map.size());
            map.forEach((key, value) -> {
                write(key, out, depth + 1);
                write(value, out, depth + 1);
            });
        }
        out.writeByte(0);
    }
}
