package org.lsst.efd.connect.parquet.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Values of Connect, Avro and DuckDB in one form, so that they can be compared: integers as longs, numbers as doubles, bytes
 * as hexadecimal text, lists, and maps; structs as lists of their fields.
 */
public final class Plain {
    private static final String LOGICAL_TYPE = "avro.logicalType";

    private Plain() {}

    /** What a Connect value is. */
    public static @Nullable Object ofConnect(Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 ->
                value instanceof Date date ? time(schema, date.getTime()) : whole(schema, ((Number) value).longValue());
            case FLOAT32, FLOAT64 -> ((Number) value).doubleValue();
            case BOOLEAN, STRING -> value;
            case BYTES -> value instanceof BigDecimal ? value : hex(value);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                ((List<?>) value).forEach(element -> list.add(ofConnect(schema.valueSchema(), element)));
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
                ((Map<?, ?>) value)
                        .forEach((key, inner) ->
                                map.put(ofConnect(schema.keySchema(), key), ofConnect(schema.valueSchema(), inner)));
                yield map;
            }
            case STRUCT -> {
                List<@Nullable Object> fields = new ArrayList<>();
                schema.fields()
                        .forEach(field -> fields.add(
                                ofConnect(field.schema(), ((Struct) value).getWithoutDefault(field.name()))));
                yield fields;
            }
        };
    }

    /** What an Avro value is that was read where this Connect schema was written. */
    public static @Nullable Object ofAvro(Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 ->
                value instanceof Number number ? wholeOfAvro(schema, number.longValue()) : moment(value);
            case FLOAT32, FLOAT64 -> ((Number) value).doubleValue();
            case BOOLEAN -> value;
            case STRING -> value.toString();
            case BYTES ->
                value instanceof BigDecimal
                        ? value
                        : Decimal.LOGICAL_NAME.equals(schema.name())
                                ? new BigDecimal(new BigInteger(bytes(value)), scale(schema))
                                : hex(value);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                ((List<?>) value).forEach(element -> list.add(ofAvro(schema.valueSchema(), element)));
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
                if (value instanceof Map<?, ?> entries) {
                    entries.forEach((key, inner) ->
                            map.put(ofAvro(schema.keySchema(), key), ofAvro(schema.valueSchema(), inner)));
                } else {
                    for (Object entry : (List<?>) value) {
                        GenericRecord pair = (GenericRecord) entry;
                        map.put(ofAvro(schema.keySchema(), pair.get(0)), ofAvro(schema.valueSchema(), pair.get(1)));
                    }
                }
                yield map;
            }
            case STRUCT -> {
                List<@Nullable Object> fields = new ArrayList<>();
                schema.fields()
                        .forEach(field ->
                                fields.add(ofAvro(field.schema(), ((GenericRecord) value).get(field.index()))));
                yield fields;
            }
        };
    }

    private static Object wholeOfAvro(Schema schema, long value) {
        return isDateTime(schema) ? time(schema, value * (isDate(schema) ? 86_400_000L : 1)) : whole(schema, value);
    }

    /** What a DuckDB value is that was read where this Connect schema was written. */
    public static @Nullable Object ofDuckDb(Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            return switch (schema.type()) {
                case INT8, INT16, INT32, INT64 ->
                    value instanceof Number number ? (Object) number.longValue() : moment(value);
                case FLOAT32, FLOAT64 -> ((Number) value).doubleValue();
                case BOOLEAN -> value;
                case STRING -> value.toString();
                case BYTES -> value instanceof BigDecimal ? value : hex(blob((Blob) value));
                case ARRAY -> {
                    List<@Nullable Object> list = new ArrayList<>();
                    for (Object element : (@Nullable Object[]) ((java.sql.Array) value).getArray()) {
                        list.add(ofDuckDb(schema.valueSchema(), element));
                    }
                    yield list;
                }
                case MAP -> {
                    Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
                    ((Map<?, ?>) value)
                            .forEach((key, inner) ->
                                    map.put(ofDuckDb(schema.keySchema(), key), ofDuckDb(schema.valueSchema(), inner)));
                    yield map;
                }
                case STRUCT -> {
                    List<@Nullable Object> fields = new ArrayList<>();
                    @Nullable Object[] attributes = ((java.sql.Struct) value).getAttributes();
                    schema.fields().forEach(field -> fields.add(ofDuckDb(field.schema(), attributes[field.index()])));
                    yield fields;
                }
            };
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isDate(Schema schema) {
        return org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(schema.name());
    }

    private static boolean isDateTime(Schema schema) {
        return isDate(schema)
                || Time.LOGICAL_NAME.equals(schema.name())
                || Timestamp.LOGICAL_NAME.equals(schema.name());
    }

    private static Object time(Schema schema, long ms) {
        if (isDate(schema)) {
            return LocalDate.ofEpochDay(Math.floorDiv(ms, 86_400_000L));
        }
        return Time.LOGICAL_NAME.equals(schema.name())
                ? LocalTime.ofNanoOfDay(ms * 1_000_000)
                : Instant.ofEpochMilli(ms);
    }

    private static Object whole(Schema schema, long value) {
        String logical = schema.parameters() == null ? "" : schema.parameters().getOrDefault(LOGICAL_TYPE, "");
        return switch (logical) {
            case "timestamp-micros", "local-timestamp-micros" ->
                Instant.ofEpochSecond(Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1000);
            case "timestamp-nanos", "local-timestamp-nanos" -> Instant.ofEpochSecond(0, value);
            case "local-timestamp-millis" -> Instant.ofEpochMilli(value);
            case "time-micros" -> LocalTime.ofNanoOfDay(value * 1000);
            default -> value;
        };
    }

    private static Object moment(Object value) {
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        } else if (value instanceof OffsetTime time) {
            return time.toLocalTime();
        } else if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        } else if (value instanceof java.sql.Timestamp time) {
            return time.toLocalDateTime().toInstant(ZoneOffset.UTC);
        }
        return value;
    }

    private static int scale(Schema schema) {
        return Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
    }

    private static byte[] bytes(Object value) {
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] blob(Blob blob) throws SQLException {
        return blob.length() == 0 ? new byte[0] : blob.getBytes(1, (int) blob.length());
    }

    private static String hex(Object value) {
        byte[] bytes = value instanceof byte[] array ? array : bytes(value);
        return "0x" + HexFormat.of().formatHex(Arrays.copyOf(bytes, bytes.length));
    }
}
