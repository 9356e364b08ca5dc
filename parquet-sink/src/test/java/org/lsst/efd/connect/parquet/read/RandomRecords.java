package org.lsst.efd.connect.parquet.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Arbitrary schemas of Connect and values of them. */
public final class RandomRecords {
    private static final int MAX_DEPTH = 3;
    private static final List<String> NAMES =
            List.of("a", "a b", "a-b", "a_b", "1x", "x.y", "ä", "value", "element", "list", "key", "B", "timestamp");
    private static final List<String> LOGICAL_LONGS = List.of(
            "timestamp-micros", "timestamp-nanos", "local-timestamp-micros", "local-timestamp-millis", "time-micros");

    private final Random random;

    public RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    /** A struct with at least one field. */
    public Schema record() {
        return struct(0, false);
    }

    private Schema struct(int depth, boolean isOptional) {
        SchemaBuilder builder = SchemaBuilder.struct().name("lsst.sal.Random" + depth);
        List<String> names = new ArrayList<>(NAMES);
        int fields = 1 + random.nextInt(depth == 0 ? 8 : 3);
        for (int i = 0; i < fields; i++) {
            builder.field(names.remove(random.nextInt(names.size())), any(depth + 1));
        }
        return isOptional ? builder.optional().build() : builder.build();
    }

    private Schema any(int depth) {
        boolean isOptional = random.nextBoolean();
        int kind = random.nextInt(depth < MAX_DEPTH ? 10 : 6);
        if (kind < 6) {
            return scalar(isOptional);
        } else if (kind < 8) {
            SchemaBuilder list = SchemaBuilder.array(any(depth + 1));
            return isOptional ? list.optional().build() : list.build();
        } else if (kind == 8) {
            Schema key = List.of(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA, Schema.INT64_SCHEMA)
                    .get(random.nextInt(3));
            SchemaBuilder map = SchemaBuilder.map(key, any(depth + 1));
            return isOptional ? map.optional().build() : map.build();
        }
        return struct(depth, isOptional);
    }

    private Schema scalar(boolean isOptional) {
        SchemaBuilder builder =
                switch (random.nextInt(14)) {
                    case 0 -> SchemaBuilder.int8();
                    case 1 -> SchemaBuilder.int16();
                    case 2 -> SchemaBuilder.int32();
                    case 3 -> SchemaBuilder.int64();
                    case 4 -> SchemaBuilder.float32();
                    case 5, 6 -> SchemaBuilder.float64();
                    case 7 -> SchemaBuilder.bool();
                    case 8 -> SchemaBuilder.string();
                    case 9 -> SchemaBuilder.bytes();
                    case 10 -> Decimal.builder(random.nextInt(10)).parameter("connect.decimal.precision", "20");
                    case 11 -> org.apache.kafka.connect.data.Date.builder();
                    case 12 -> random.nextBoolean() ? Time.builder() : Timestamp.builder();
                    default ->
                        SchemaBuilder.int64()
                                .parameter("avro.logicalType", LOGICAL_LONGS.get(random.nextInt(LOGICAL_LONGS.size())));
                };
        return isOptional ? builder.optional().build() : builder.build();
    }

    /** A value of a schema. */
    public @Nullable Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(4) == 0) {
            return null;
        }
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 ->
                org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(schema.name())
                        ? (Object) new Date((random.nextInt(60_000) - 20_000) * 86_400_000L)
                        : Time.LOGICAL_NAME.equals(schema.name())
                                ? new Date(random.nextInt(86_400_000))
                                : (Object) random.nextInt();
            case INT64 -> wholeValue(schema);
            case FLOAT32 ->
                List.of(Float.NaN, 0f, Float.NEGATIVE_INFINITY, random.nextFloat())
                        .get(random.nextInt(4));
            case FLOAT64 ->
                List.of(Double.NaN, Double.POSITIVE_INFINITY, random.nextDouble(), random.nextGaussian() * 1e9)
                        .get(random.nextInt(4));
            case BOOLEAN -> random.nextBoolean();
            case STRING ->
                List.of("", "abc", "Grüße", "\u0000\n'\"", "😀" + random.nextInt())
                        .get(random.nextInt(5));
            case BYTES -> bytesValue(schema);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(schema.valueSchema()));
                }
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(value(schema.keySchema()), value(schema.valueSchema()));
                }
                yield map;
            }
            case STRUCT -> {
                Struct struct = new Struct(schema);
                for (Field field : schema.fields()) {
                    struct.put(field, value(field.schema()));
                }
                yield struct;
            }
        };
    }

    private Object wholeValue(Schema schema) {
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return new Date(1_600_000_000_000L + random.nextInt());
        }
        String logical = schema.parameters() == null ? "" : schema.parameters().getOrDefault("avro.logicalType", "");
        return switch (logical) {
            case "timestamp-micros", "local-timestamp-micros" -> 1_600_000_000_000_000L + random.nextInt();
            // DuckDB cuts nanoseconds
            case "timestamp-nanos" -> 1_600_000_000_000_000_000L + random.nextInt() * 1000L;
            case "local-timestamp-millis" -> 1_600_000_000_000L + random.nextInt();
            case "time-micros" -> (long) random.nextInt(1_000_000_000);
            default -> random.nextLong();
        };
    }

    private Object bytesValue(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
            return new BigDecimal(
                    new BigInteger(60, random).multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)), scale);
        }
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? bytes : ByteBuffer.wrap(bytes);
    }
}
