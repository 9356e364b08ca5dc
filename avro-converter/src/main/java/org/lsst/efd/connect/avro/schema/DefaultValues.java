package org.lsst.efd.connect.avro.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Default values between the Java form of their JSON (numbers, texts, lists, maps, {@link JsonProperties#NULL_VALUE})
 * and Connect's own types. Bytes are texts whose characters are the bytes, or byte arrays.
 */
final class DefaultValues {
    private DefaultValues() {}

    /**
     * The Connect value of a default.
     *
     * @param schema what the value belongs to; a struct is made with it
     * @throws DataException or {@link ClassCastException} if the default is not valid for the type
     */
    static @Nullable Object toConnect(
            Schema schema, org.apache.avro.Schema avro, @Nullable Object json, MappingOptions options) {
        if (json == null || json == JsonProperties.NULL_VALUE) {
            return null;
        }
        return switch (avro.getType()) {
            case NULL -> null;
            case BOOLEAN -> (Boolean) json;
            case INT -> ofInt(schema, wholeNumber(json));
            case LONG ->
                Timestamp.LOGICAL_NAME.equals(schema.name())
                        ? new java.util.Date(wholeNumber(json))
                        : (Object) wholeNumber(json);
            case FLOAT -> (float) number(json);
            case DOUBLE -> number(json);
            case STRING -> (String) json;
            case ENUM -> ofEnum(avro, (String) json);
            case BYTES, FIXED -> ofBytes(schema, avro, bytes(json));
            case ARRAY ->
                AvroProperties.isMapEntry(avro.getElementType())
                        ? ofEntries(schema, avro.getElementType(), (List<?>) json, options)
                        : ofList(schema, avro, (List<?>) json, options);
            case MAP -> {
                Map<Object, @Nullable Object> map = new HashMap<>();
                ((Map<?, ?>) json)
                        .forEach((key, value) -> map.put(
                                String.valueOf(key),
                                required(schema.valueSchema(), avro.getValueType(), value, options)));
                yield map;
            }
            case RECORD -> ofRecord(schema, avro, (Map<?, ?>) json, options);
            case UNION -> ofUnion(schema, avro, json, options);
        };
    }

    private static @Nullable Object required(
            Schema schema, org.apache.avro.Schema avro, @Nullable Object json, MappingOptions options) {
        Object value = toConnect(schema, avro, json, options);
        if (value == null && !schema.isOptional()) {
            throw new DataException("null where " + avro.getType().getName() + " is required");
        }
        return value;
    }

    private static Object ofInt(Schema schema, long value) {
        if (value != (int) value) {
            throw new DataException("number out of the range of int");
        }
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return Date.toLogical(schema, (int) value);
        }
        if (Time.LOGICAL_NAME.equals(schema.name())) {
            return Time.toLogical(schema, (int) value);
        }
        if (schema.type() == Schema.Type.INT8) {
            return (byte) value;
        }
        if (schema.type() == Schema.Type.INT16) {
            return (short) value;
        }
        return (int) value;
    }

    private static long wholeNumber(Object json) {
        if (json instanceof Integer || json instanceof Long) {
            return ((Number) json).longValue();
        }
        throw new DataException("not a whole number");
    }

    private static double number(Object json) {
        if (json instanceof Number number) {
            return number.doubleValue();
        }
        return switch ((String) json) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new DataException("not a number");
        };
    }

    private static String ofEnum(org.apache.avro.Schema avro, String symbol) {
        if (!avro.hasEnumSymbol(symbol)) {
            throw new DataException("not a symbol of " + avro.getFullName());
        }
        return symbol;
    }

    private static byte[] bytes(Object json) {
        return json instanceof byte[] bytes ? bytes : ((String) json).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Object ofBytes(Schema schema, org.apache.avro.Schema avro, byte[] bytes) {
        if (avro.getType() == org.apache.avro.Schema.Type.FIXED && bytes.length != avro.getFixedSize()) {
            throw new DataException("not of the size of " + avro.getFullName());
        }
        if (!Decimal.LOGICAL_NAME.equals(schema.name())) {
            return ByteBuffer.wrap(bytes);
        }
        if (bytes.length == 0) {
            throw new DataException("a decimal of no bytes");
        }
        return new BigDecimal(new BigInteger(bytes), Schemas.scale(schema));
    }

    private static List<@Nullable Object> ofList(
            Schema schema, org.apache.avro.Schema avro, List<?> json, MappingOptions options) {
        List<@Nullable Object> list = new ArrayList<>(json.size());
        for (Object item : json) {
            list.add(required(schema.valueSchema(), avro.getElementType(), item, options));
        }
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> ofEntries(
            Schema schema, org.apache.avro.Schema entry, List<?> json, MappingOptions options) {
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        org.apache.avro.Schema keys = entry.getField(AvroProperties.KEY).schema();
        org.apache.avro.Schema values = entry.getField(AvroProperties.VALUE).schema();
        for (Object item : json) {
            Object key = item instanceof List<?> pair ? pair.get(0) : ((Map<?, ?>) item).get(AvroProperties.KEY);
            Object value = item instanceof List<?> pair ? pair.get(1) : ((Map<?, ?>) item).get(AvroProperties.VALUE);
            map.put(
                    required(schema.keySchema(), keys, key, options),
                    required(schema.valueSchema(), values, value, options));
        }
        return map;
    }

    private static Struct ofRecord(Schema schema, org.apache.avro.Schema avro, Map<?, ?> json, MappingOptions options) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            org.apache.avro.Schema.Field avroField = avro.getField(field.name());
            Object value = json.containsKey(field.name())
                    ? toConnect(field.schema(), avroField.schema(), json.get(field.name()), options)
                    : field.schema().defaultValue();
            if (value == null && field.schema().isOptional()) {
                continue;
            }
            struct.put(field, value);
        }
        return struct;
    }

    private static @Nullable Object ofUnion(
            Schema schema, org.apache.avro.Schema avro, Object json, MappingOptions options) {
        int nullBranch = AvroProperties.nullBranchOfPair(avro);
        if (nullBranch >= 0) {
            return toConnect(schema, avro.getTypes().get(1 - nullBranch), json, options);
        }
        if (avro.getTypes().size() == 1 && options.flattensSingletonUnions()) {
            return toConnect(schema, avro.getTypes().get(0), json, options);
        }
        for (org.apache.avro.Schema branch : avro.getTypes()) {
            if (branch.getType() != org.apache.avro.Schema.Type.NULL) {
                Field field = schema.field(AvroProperties.branchName(branch, options.isEnhanced()));
                try {
                    return new Struct(schema).put(field, toConnect(field.schema(), branch, json, options));
                } catch (DataException | ClassCastException ofAnotherBranch) {
                    // the next branch
                }
            }
        }
        throw new DataException("not valid for any branch of a union");
    }

    /** The form in which a {@code connect.default} is written. */
    static Object toConnectDefault(Schema schema, @Nullable Object value, MappingOptions options) {
        return toJson(schema, value, false, options);
    }

    /**
     * The form in which the default of an Avro field is written.
     *
     * @throws DataException if Avro has none
     */
    static Object toFieldDefault(Schema schema, @Nullable Object value, MappingOptions options) {
        return toJson(schema, value, true, options);
    }

    private static Object toJson(Schema schema, @Nullable Object value, boolean isForAvro, MappingOptions options) {
        if (value == null) {
            return JsonProperties.NULL_VALUE;
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> wholeNumberOf(schema, value);
            case FLOAT32, FLOAT64 -> {
                double number = ((Number) value).doubleValue();
                if (Double.isFinite(number)) {
                    yield value;
                }
                if (isForAvro) {
                    throw new DataException("Avro has no default that is not a finite number");
                }
                yield String.valueOf(number);
            }
            case BOOLEAN, STRING -> value;
            case BYTES -> new String(Schemas.bytes(schema, value), StandardCharsets.ISO_8859_1);
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (Object item : (List<?>) value) {
                    list.add(toJson(schema.valueSchema(), item, isForAvro, options));
                }
                yield list;
            }
            case MAP -> ofMap(schema, (Map<?, ?>) value, isForAvro, options);
            case STRUCT -> ofStruct(schema, (Struct) value, isForAvro, options);
        };
    }

    private static Object wholeNumberOf(Schema schema, Object value) {
        if (value instanceof java.util.Date date) {
            return Schemas.wholeNumber(schema, date);
        }
        return value instanceof Long number ? number : (Object) ((Number) value).intValue();
    }

    private static Object ofMap(Schema schema, Map<?, ?> value, boolean isForAvro, MappingOptions options) {
        if (Schemas.isAvroMap(schema, options)) {
            Map<String, Object> map = new LinkedHashMap<>();
            value.forEach((key, item) ->
                    map.put(String.valueOf(key), toJson(schema.valueSchema(), item, isForAvro, options)));
            return map;
        }
        List<Object> entries = new ArrayList<>();
        value.forEach((key, item) -> {
            Object keyJson = toJson(schema.keySchema(), key, isForAvro, options);
            Object itemJson = toJson(schema.valueSchema(), item, isForAvro, options);
            entries.add(
                    isForAvro
                            ? Map.of(AvroProperties.KEY, keyJson, AvroProperties.VALUE, itemJson)
                            : List.of(keyJson, itemJson));
        });
        return entries;
    }

    private static Object ofStruct(Schema schema, Struct value, boolean isForAvro, MappingOptions options) {
        if (Schemas.isUnion(schema)) {
            for (Field field : schema.fields()) {
                Object branch = value.get(field.name());
                if (branch != null) {
                    if (isForAvro && (field.index() > 0 || schema.isOptional())) {
                        throw new DataException("the default of an Avro union must be of its first branch");
                    }
                    return toJson(field.schema(), branch, isForAvro, options);
                }
            }
            return JsonProperties.NULL_VALUE;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            map.put(
                    options.scrubsNames() ? Names.scrubbed(field.name()) : field.name(),
                    toJson(field.schema(), value.get(field.name()), isForAvro, options));
        }
        return map;
    }
}
