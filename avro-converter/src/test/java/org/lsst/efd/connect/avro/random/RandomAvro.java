package org.lsst.efd.connect.avro.random;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Random Avro schemas without recursion, and data of them. Unions have no two branches of one name, and nothing that the
 * peer's converter is known to mistake.
 */
public final class RandomAvro {
    private static final List<String> TEXTS =
            List.of("", "a", "lsst.sal", "ünï", "日本", "😀 grin", "with \"quotes\" and \\", "x".repeat(80));

    private final Random random;
    private final boolean isForPeer;
    private int names;

    /** Anything that the converter can map. */
    public RandomAvro(Random random) {
        this(random, false);
    }

    private RandomAvro(Random random, boolean isForPeer) {
        this.random = random;
        this.isForPeer = isForPeer;
    }

    /** Only what the peer's converter maps without an error. */
    public static RandomAvro thatThePeerKnows(Random random) {
        return new RandomAvro(random, true);
    }

    /** A record with documentation, attributes and defaults. */
    public Schema record(int depth) {
        Schema record = Schema.createRecord(
                name("Record"), random.nextInt(3) == 0 ? text() : null, "lsst.sal.Test" + random.nextInt(2), false);
        List<Schema.Field> fields = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Schema schema = any(depth - 1);
            String doc = random.nextInt(4) == 0 ? text() : null;
            Object value = random.nextInt(2) == 0 ? defaultOf(schema) : null;
            Schema.Field field = value == null
                    ? new Schema.Field("field" + i, schema, doc)
                    : new Schema.Field("field" + i, schema, doc, value);
            if (random.nextInt(3) == 0) {
                field.addProp("description", text());
                field.addProp("units", "m/s");
            }
            fields.add(field);
        }
        record.setFields(fields);
        return record;
    }

    /** A schema of any type that can stand alone. */
    public Schema any(int depth) {
        int kind = random.nextInt(depth <= 0 ? 9 : 14);
        return switch (kind) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> ofInt();
            case 2 -> ofLong();
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> ofString();
            case 6 -> ofBytes();
            case 7 ->
                Schema.createEnum(
                        name("Enum"), random.nextBoolean() ? text() : null, "lsst.enums", List.of("A", "B", "C"));
            case 8 -> nullable(Schema.create(Schema.Type.DOUBLE));
            case 9 -> Schema.createArray(any(depth - 1));
            case 10 -> Schema.createMap(any(depth - 1));
            case 11 -> record(depth);
            case 12 -> nullable(notAUnion(depth - 1));
            default -> random.nextBoolean() ? union() : entries(depth);
        };
    }

    private Schema notAUnion(int depth) {
        Schema schema = any(depth);
        return schema.isUnion() ? Schema.create(Schema.Type.LONG) : schema;
    }

    private Schema nullable(Schema schema) {
        Schema none = Schema.create(Schema.Type.NULL);
        return random.nextBoolean() ? Schema.createUnion(none, schema) : Schema.createUnion(schema, none);
    }

    private Schema ofInt() {
        Schema schema = Schema.create(Schema.Type.INT);
        switch (random.nextInt(6)) {
            case 0 -> schema.addProp("logicalType", "date");
            case 1 -> schema.addProp("logicalType", "time-millis");
            case 2 -> schema.addProp("connect.type", "int8");
            case 3 -> schema.addProp("connect.type", "int16");
            default -> {}
        }
        return schema;
    }

    private Schema ofLong() {
        Schema schema = Schema.create(Schema.Type.LONG);
        String logicalType =
                pick(List.of("", "", "timestamp-millis", "timestamp-micros", "timestamp-nanos", "time-micros"));
        if (!logicalType.isEmpty()) {
            schema.addProp("logicalType", logicalType);
        }
        return schema;
    }

    private Schema ofString() {
        Schema schema = Schema.create(Schema.Type.STRING);
        if (random.nextInt(5) == 0) {
            schema.addProp("logicalType", "uuid");
        }
        return schema;
    }

    private Schema ofBytes() {
        Schema schema = random.nextBoolean()
                ? Schema.create(Schema.Type.BYTES)
                : Schema.createFixed(name("Fixed"), null, "lsst.fixed", 1 + random.nextInt(20));
        boolean canBeDecimal = schema.getType() == Schema.Type.BYTES || !isForPeer;
        if (canBeDecimal && random.nextInt(3) == 0) {
            schema.addProp("logicalType", "decimal");
            schema.addProp("precision", random.nextBoolean() ? 64 : 20);
            if (random.nextBoolean()) {
                schema.addProp("scale", random.nextInt(5));
            }
        }
        return schema;
    }

    private Schema entries(int depth) {
        Schema entry = Schema.createRecord(name("Entry"), null, "lsst.maps", false);
        entry.addProp("connect.internal.type", "MapEntry");
        entry.setFields(List.of(
                new Schema.Field("key", Schema.create(pick(List.of(Schema.Type.INT, Schema.Type.LONG)))),
                new Schema.Field("value", any(depth - 1))));
        return Schema.createArray(entry);
    }

    private Schema union() {
        List<Schema> branches = new ArrayList<>();
        branches.add(Schema.create(Schema.Type.INT));
        branches.add(Schema.create(Schema.Type.STRING));
        if (random.nextBoolean()) {
            branches.add(record(0));
        }
        if (random.nextBoolean()) {
            branches.add(Schema.createArray(Schema.create(Schema.Type.DOUBLE)));
        }
        if (random.nextBoolean()) {
            branches.add(Schema.createEnum(name("Enum"), null, "lsst.enums", List.of("X", "Y")));
        }
        if (random.nextBoolean()) {
            branches.add(random.nextInt(branches.size() + 1), Schema.create(Schema.Type.NULL));
        }
        return Schema.createUnion(branches);
    }

    private @Nullable Object defaultOf(Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt(100);
            case LONG -> (long) random.nextInt(1000);
            case FLOAT -> random.nextInt(1000) / 4f;
            case DOUBLE -> random.nextInt(1000) / 8.0;
            case STRING -> text();
            case BYTES -> "\u0001\u00C3";
            case ENUM -> "B";
            case ARRAY -> List.of();
            case MAP -> Map.of();
            case UNION -> {
                boolean isKnown = schema.getTypes().size() == 2 || !isForPeer;
                yield isKnown && schema.getTypes().get(0).getType() == Schema.Type.NULL
                        ? JsonProperties.NULL_VALUE
                        : null;
            }
            case FIXED, RECORD, NULL -> null;
        };
    }

    /** Data of a schema, as Avro's generic writers take it. */
    public @Nullable Object datum(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> ofInt(schema);
            case LONG -> random.nextBoolean() ? random.nextLong() : (long) random.nextInt(200);
            case FLOAT -> random.nextInt(10) == 0 ? Float.NaN : (float) random.nextGaussian();
            case DOUBLE -> random.nextInt(10) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian();
            case STRING -> text();
            case BYTES ->
                ByteBuffer.wrap(
                        "decimal".equals(schema.getProp("logicalType"))
                                ? new BigInteger(bytes(1, 20)).toByteArray()
                                : bytes(0, 20));
            case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize(), schema.getFixedSize()));
            case ENUM -> new GenericData.EnumSymbol(schema, pick(schema.getEnumSymbols()));
            case ARRAY -> ofArray(schema);
            case MAP -> {
                Map<String, @Nullable Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put("key" + i, datum(schema.getValueType()));
                }
                yield map;
            }
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), datum(field.schema())));
                yield record;
            }
            case UNION -> datum(pick(schema.getTypes()));
        };
    }

    private List<@Nullable Object> ofArray(Schema schema) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Object item = datum(schema.getElementType());
            if (item instanceof GenericData.Record entry
                    && entry.getSchema().getName().startsWith("Entry")) {
                // keys of a map differ
                entry.put(
                        "key",
                        entry.getSchema().getField("key").schema().getType() == Schema.Type.INT
                                ? i
                                : (Object) (long) i);
            }
            list.add(item);
        }
        return list;
    }

    private int ofInt(Schema schema) {
        if ("time-millis".equals(schema.getProp("logicalType"))) {
            return random.nextInt(86_400_000);
        }
        if ("date".equals(schema.getProp("logicalType"))) {
            return random.nextInt(40_000) - 20_000;
        }
        if ("int8".equals(schema.getProp("connect.type"))) {
            return (byte) random.nextInt();
        }
        if ("int16".equals(schema.getProp("connect.type"))) {
            return (short) random.nextInt();
        }
        return random.nextBoolean() ? random.nextInt() : random.nextInt(100) - 50;
    }

    private byte[] bytes(int min, int max) {
        byte[] bytes = new byte[min + (max > min ? random.nextInt(max - min) : 0)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return pick(TEXTS);
    }

    private String name(String kind) {
        return kind + names++;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
