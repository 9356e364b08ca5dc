package org.lsst.efd.connect.telemetry.signal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Finds a value for every field of a schema: its meaning where it has one, else a curve that fits the type. */
final class FieldValues {
    private static final List<String> STATES =
            List.of("STANDBY", "DISABLED", "ENABLED", "MOVING", "TRACKING", "NOMINAL", "WARNING", "FAULT");
    private static final long NS_PER_MS = 1_000_000L;
    private static final long MS_PER_DAY = 86_400_000L;
    private static final int BYTES = 16;
    // how Avro converters tell an enumeration and the size of a fixed
    private static final String SYMBOL_PREFIX = "io.confluent.connect.avro.Enum.";
    private static final String FIXED_SIZE = "connect.fixed.size";

    private final Schema record;
    private final SignalOptions options;
    private final SalFields salFields;
    private final long topicSeed;

    FieldValues(String topic, Schema record, SignalOptions options) {
        this.record = record;
        this.options = options;
        this.salFields = new SalFields(topic, componentOf(record), options);
        this.topicSeed = Scramble.seed(options.seed(), topic);
    }

    /** The last part of the namespace: {@code MTMount} of {@code lsst.sal.MTMount.azimuth}. */
    private static String componentOf(Schema record) {
        String name = record.name() == null ? "Telemetry" : record.name();
        String namespace = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        return namespace.isEmpty() ? name : namespace.substring(namespace.lastIndexOf('.') + 1);
    }

    /** The values of the record's fields, in their order. */
    FieldValue[] ofRecord() {
        return record.fields().stream().map(this::ofField).toArray(FieldValue[]::new);
    }

    private FieldValue ofField(Field field) {
        if (field.name().equals(options.sequenceField()) && field.schema().type() == Schema.Type.INT64) {
            return (sequence, timeNs) -> sequence;
        }
        FieldValue meant = salFields.valueOf(field.name(), field.schema());
        return meant == null ? curve(field.name(), field.schema()) : meant;
    }

    private FieldValue curve(String path, Schema schema) {
        long seed = Scramble.seed(topicSeed, path);
        FieldValue value = present(path, schema, new Signal(seed, options.recordsPerSecond()), seed);
        double nullRatio = options.nullRatio();
        if (!schema.isOptional() || nullRatio == 0) {
            return value;
        }
        return (sequence, timeNs) -> Scramble.unit(seed + 1, sequence) < nullRatio ? null : value.at(sequence, timeNs);
    }

    private FieldValue present(String path, Schema schema, Signal signal, long seed) {
        FieldValue logical = logical(schema, signal);
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case FLOAT64 -> {
                LongToDoubleFunction real = real(signal, seed);
                yield (sequence, timeNs) -> real.applyAsDouble(sequence);
            }
            case FLOAT32 -> {
                LongToDoubleFunction real = real(signal, seed);
                yield (sequence, timeNs) -> (float) real.applyAsDouble(sequence);
            }
            case INT64 -> (sequence, timeNs) -> Math.round(1000 * signal.at(sequence));
            case INT32 -> (sequence, timeNs) -> (int) Math.round(10 * signal.at(sequence));
            case INT16 -> (sequence, timeNs) -> (short) Math.round(signal.at(sequence));
            case INT8 -> (sequence, timeNs) -> (byte) signal.level(sequence, 128);
            case BOOLEAN -> (sequence, timeNs) -> signal.level(sequence, 2) == 1;
            case STRING -> state(schema, signal);
            case BYTES -> bytes(schema, seed);
            case ARRAY -> array(path, schema);
            case MAP -> map(path, schema);
            case STRUCT -> struct(path, schema);
        };
    }

    private LongToDoubleFunction real(Signal signal, long seed) {
        double nanRatio = options.nanRatio();
        if (nanRatio == 0) {
            return signal::at;
        }
        return sequence -> Scramble.unit(seed + 2, sequence) < nanRatio ? Double.NaN : signal.at(sequence);
    }

    private static @Nullable FieldValue logical(Schema schema, Signal signal) {
        if (schema.name() == null) {
            return null;
        }
        return switch (schema.name()) {
            case Timestamp.LOGICAL_NAME -> (sequence, timeNs) -> Timestamp.toLogical(schema, timeNs / NS_PER_MS);
            case Date.LOGICAL_NAME ->
                (sequence, timeNs) -> Date.toLogical(schema, (int) (timeNs / NS_PER_MS / MS_PER_DAY));
            case Time.LOGICAL_NAME ->
                (sequence, timeNs) -> Time.toLogical(schema, (int) (timeNs / NS_PER_MS % MS_PER_DAY));
            case Decimal.LOGICAL_NAME -> {
                int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
                yield (sequence, timeNs) -> new BigDecimal(BigInteger.valueOf(Math.round(signal.at(sequence))), scale);
            }
            default -> null;
        };
    }

    private static FieldValue state(Schema schema, Signal signal) {
        List<String> symbols = symbolsOf(schema);
        return (sequence, timeNs) -> symbols.get(signal.level(sequence, symbols.size()));
    }

    /** The symbols of an enumeration; any states otherwise. */
    private static List<String> symbolsOf(Schema schema) {
        List<String> symbols = parametersOf(schema).keySet().stream()
                .filter(key -> key.startsWith(SYMBOL_PREFIX))
                .map(key -> key.substring(SYMBOL_PREFIX.length()))
                .sorted()
                .toList();
        return symbols.isEmpty() ? STATES : symbols;
    }

    private static Map<String, String> parametersOf(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        return parameters == null ? Map.of() : parameters;
    }

    private static FieldValue bytes(Schema schema, long seed) {
        String size = parametersOf(schema).get(FIXED_SIZE);
        int length = size == null ? BYTES : Integer.parseInt(size);
        return (sequence, timeNs) -> {
            byte[] content = new byte[length];
            for (int i = 0; i < length; i++) {
                content[i] = (byte) Scramble.bits(seed + i, sequence);
            }
            return ByteBuffer.wrap(content);
        };
    }

    private FieldValue array(String path, Schema schema) {
        int length =
                schema.defaultValue() instanceof List<?> list && !list.isEmpty() ? list.size() : options.arrayLength();
        FieldValue[] elements = new FieldValue[length];
        Arrays.setAll(elements, i -> curve(path + "[" + i + "]", schema.valueSchema()));
        return (sequence, timeNs) -> {
            @Nullable Object[] items = new @Nullable Object[elements.length];
            for (int i = 0; i < items.length; i++) {
                items[i] = elements[i].at(sequence, timeNs);
            }
            return Arrays.asList(items);
        };
    }

    private FieldValue map(String path, Schema schema) {
        if (schema.keySchema().type() != Schema.Type.STRING) {
            throw new DataException("field " + path + ": maps need keys of type string");
        }
        FieldValue value = curve(path + "{}", schema.valueSchema());
        return (sequence, timeNs) -> {
            Map<String, @Nullable Object> entries = new java.util.HashMap<>();
            entries.put("a", value.at(sequence, timeNs));
            entries.put("b", value.at(sequence + 1, timeNs));
            return entries;
        };
    }

    private FieldValue struct(String path, Schema schema) {
        List<Field> fields = schema.fields();
        FieldValue[] values = fields.stream()
                .map(field -> curve(path + "." + field.name(), field.schema()))
                .toArray(FieldValue[]::new);
        return (sequence, timeNs) -> {
            Struct struct = new Struct(schema);
            for (int i = 0; i < values.length; i++) {
                struct.put(fields.get(i), values[i].at(sequence, timeNs));
            }
            return struct;
        };
    }
}
