package org.lsst.efd.connect.avro.random;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Random Connect schemas and values of them. */
public final class RandomConnect {
    private static final long MS_PER_DAY = 86_400_000L;
    private static final List<String> TEXTS = List.of("", "state", "zwölf", "日本", "😀", "y".repeat(100));

    private final Random random;
    private final boolean isForPeer;
    private int names;

    /** Anything that the converter can map. */
    public RandomConnect(Random random) {
        this(random, false);
    }

    private RandomConnect(Random random, boolean isForPeer) {
        this.random = random;
        this.isForPeer = isForPeer;
    }

    /** Only what the peer's converter maps as Avro allows. */
    public static RandomConnect thatThePeerKnows(Random random) {
        return new RandomConnect(random, true);
    }

    /** A schema of any type. */
    public Schema schema(int depth) {
        SchemaBuilder builder = builder(depth);
        if (!"io.confluent.connect.avro.Union".equals(builder.name())) {
            boolean isNameable = builder.name() == null && builder.type() != Schema.Type.STRUCT;
            if (isNameable && random.nextInt(4) == 0 && builder.type() != Schema.Type.BYTES) {
                builder.name("org.lsst.Named" + names++);
            }
            if (random.nextInt(4) == 0) {
                builder.doc(pick(TEXTS));
            }
            if (random.nextInt(4) == 0) {
                builder.parameter("origin", pick(TEXTS));
            }
            if (random.nextInt(5) == 0 && !isForPeer) {
                builder.parameter("units", "Kelvin");
            }
            if (builder.version() == null && random.nextInt(5) == 0) {
                builder.version(1 + random.nextInt(9));
            }
        }
        if (random.nextInt(3) == 0) {
            builder.optional();
        }
        Schema schema = builder.build();
        boolean canHaveDefault = isForPeer
                ? schema.name() == null && schema.type().isPrimitive() && schema.type() != Schema.Type.FLOAT64
                : !"io.confluent.connect.avro.Union".equals(schema.name());
        return canHaveDefault && random.nextInt(4) == 0 ? withDefault(schema) : schema;
    }

    private Schema withDefault(Schema schema) {
        Schema required = copy(schema, false, null);
        return copy(schema, schema.isOptional(), value(required));
    }

    private static Schema copy(Schema schema, boolean optional, @Nullable Object byDefault) {
        boolean isStruct = schema.type() == Schema.Type.STRUCT;
        boolean isMap = schema.type() == Schema.Type.MAP;
        return new ConnectSchema(
                schema.type(),
                optional,
                byDefault,
                schema.name(),
                schema.version(),
                schema.doc(),
                schema.parameters(),
                isStruct ? schema.fields() : null,
                isMap ? schema.keySchema() : null,
                isMap || schema.type() == Schema.Type.ARRAY ? schema.valueSchema() : null);
    }

    private SchemaBuilder builder(int depth) {
        return switch (random.nextInt(depth <= 0 ? 15 : 20)) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.string();
            case 8 -> SchemaBuilder.bytes();
            case 9 -> Decimal.builder(random.nextInt(8) - 2);
            case 10 -> Date.builder();
            case 11 -> Time.builder();
            case 12 -> Timestamp.builder();
            case 13 -> SchemaBuilder.bytes().name("org.lsst.Fixed" + names++).parameter("connect.fixed.size", "5");
            case 14 -> enumeration();
            case 15 -> SchemaBuilder.array(schema(depth - 1));
            case 16 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1));
            case 17, 18 -> isForPeer ? SchemaBuilder.float64() : random.nextBoolean() ? union() : entries(depth);
            default -> struct(depth);
        };
    }

    private SchemaBuilder entries(int depth) {
        return SchemaBuilder.map(pick(List.of(Schema.INT32_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)), schema(depth - 1));
    }

    private SchemaBuilder enumeration() {
        String name = "org.lsst.Enum" + names++;
        return SchemaBuilder.string()
                .name(name)
                .parameter("io.confluent.connect.avro.Enum", name)
                .parameter("io.confluent.connect.avro.Enum.OFF", "OFF")
                .parameter("io.confluent.connect.avro.Enum.ON", "ON");
    }

    /** A struct; without a name now and then. */
    public SchemaBuilder struct(int depth) {
        SchemaBuilder struct = SchemaBuilder.struct();
        if (isForPeer || random.nextInt(4) > 0) {
            struct.name("org.lsst.Struct" + names++);
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            struct.field("field" + i, schema(depth - 1));
        }
        return struct;
    }

    private static SchemaBuilder union() {
        return SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                .field("string", Schema.OPTIONAL_STRING_SCHEMA)
                .field("double", Schema.OPTIONAL_FLOAT64_SCHEMA);
    }

    /** A value of a schema; null now and then if it is optional. */
    public @Nullable Object value(Schema schema) {
        if (schema.isOptional() && schema.defaultValue() == null && random.nextInt(3) == 0) {
            return null;
        }
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> {
                if (Date.LOGICAL_NAME.equals(schema.name())) {
                    yield new java.util.Date((random.nextInt(40_000) - 20_000) * MS_PER_DAY);
                }
                yield Time.LOGICAL_NAME.equals(schema.name())
                        ? new java.util.Date(random.nextInt((int) MS_PER_DAY))
                        : (Object) random.nextInt();
            }
            case INT64 ->
                Timestamp.LOGICAL_NAME.equals(schema.name())
                        ? new java.util.Date(random.nextInt() * 1000L)
                        : (Object) random.nextLong();
            case FLOAT32 -> (float) random.nextGaussian();
            case FLOAT64 -> random.nextInt(5) == 0 ? Double.NaN : random.nextGaussian();
            case BOOLEAN -> random.nextBoolean();
            case STRING ->
                schema.parameters() != null && schema.parameters().containsKey("io.confluent.connect.avro.Enum")
                        ? "ON"
                        : pick(TEXTS);
            case BYTES -> ofBytes(schema);
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
            case STRUCT -> ofStruct(schema);
        };
    }

    private Object ofBytes(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return new BigDecimal(
                    new BigInteger(60, random).subtract(BigInteger.TEN),
                    Integer.parseInt(schema.parameters().get("scale")));
        }
        byte[] bytes = new byte[schema.name() == null ? random.nextInt(10) : 5];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private Struct ofStruct(Schema schema) {
        Struct struct = new Struct(schema);
        if ("io.confluent.connect.avro.Union".equals(schema.name())) {
            Field field = pick(schema.fields());
            boolean isDouble = field.schema().type() == Schema.Type.FLOAT64;
            // as a default, what is not finite is a text, and could be a text
            return struct.put(
                    field,
                    isDouble
                            ? random.nextGaussian()
                            : value(new ConnectSchema(field.schema().type())));
        }
        for (Field field : schema.fields()) {
            struct.put(field, value(field.schema()));
        }
        return struct;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
