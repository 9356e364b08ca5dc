package org.lsst.efd.connect.avro.random;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Values and schemas as text, to compare what different code made and to show where it differs. */
public final class PlainForm {
    private static final List<String> ADDED_BY_US = List.of("description", "units", "avro.logicalType");

    private PlainForm() {}

    /** A Connect or Avro value as text. Bytes, maps and records of both look alike. */
    public static String of(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), of(struct.get(field)));
            }
            return fields.toString();
        }
        if (value instanceof IndexedRecord record) {
            Map<String, String> fields = new LinkedHashMap<>();
            record.getSchema().getFields().forEach(field -> fields.put(field.name(), of(record.get(field.pos()))));
            return fields.toString();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, item) -> sorted.put(of(key), of(item)));
            return sorted.toString();
        }
        if (value instanceof List<?> list) {
            boolean isMap = !list.isEmpty()
                    && list.get(0) instanceof IndexedRecord first
                    && "MapEntry".equals(first.getSchema().getProp("connect.internal.type"));
            if (isMap) {
                return list.stream().map(PlainForm::of).sorted().collect(Collectors.joining(", ", "[", "]"));
            }
            return list.stream().map(PlainForm::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Arrays.toString(bytes);
        }
        if (value instanceof GenericFixed fixed) {
            return Arrays.toString(fixed.bytes());
        }
        if (value instanceof java.util.Date date) {
            return "date " + date.getTime();
        }
        return String.valueOf(value);
    }

    /**
     * A Connect schema as text.
     *
     * @param withoutAdditions whether attributes and logical types that Confluent's converter loses are left out
     */
    public static String of(Schema schema, boolean withoutAdditions) {
        Map<String, String> parameters = new TreeMap<>(schema.parameters() == null ? Map.of() : schema.parameters());
        String doc = schema.doc();
        if (withoutAdditions) {
            doc = doc != null && doc.equals(parameters.get("description")) ? null : doc;
            parameters.keySet().removeAll(ADDED_BY_US);
        }
        StringBuilder text = new StringBuilder();
        text.append(schema.type()).append(schema.isOptional() ? "?" : "");
        text.append(" name=").append(schema.name());
        text.append(" version=").append(schema.version());
        text.append(" doc=").append(doc);
        text.append(" parameters=").append(parameters);
        text.append(" default=").append(of(schema.defaultValue()));
        if (schema.type() == Schema.Type.STRUCT) {
            schema.fields().forEach(field -> text.append("\n.")
                    .append(field.name())
                    .append(' ')
                    .append(of(field.schema(), withoutAdditions)));
        }
        if (schema.type() == Schema.Type.MAP) {
            text.append("\n<").append(of(schema.keySchema(), withoutAdditions)).append('>');
        }
        if (schema.type() == Schema.Type.MAP || schema.type() == Schema.Type.ARRAY) {
            text.append("\n<")
                    .append(of(schema.valueSchema(), withoutAdditions))
                    .append('>');
        }
        return text.toString();
    }

    /** The first line in which two texts differ, with both; empty if they are equal. */
    public static String difference(String expected, String found) {
        List<String> expectedLines = expected.lines().toList();
        List<String> foundLines = found.lines().toList();
        for (int i = 0; i < Math.max(expectedLines.size(), foundLines.size()); i++) {
            String wanted = i < expectedLines.size() ? expectedLines.get(i) : "nothing";
            String was = i < foundLines.size() ? foundLines.get(i) : "nothing";
            if (!wanted.equals(was)) {
                return "line " + i + "\n  expected " + wanted + "\n  but was  " + was;
            }
        }
        return "";
    }
}
