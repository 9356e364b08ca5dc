package org.lsst.efd.connect.telemetry.schemas;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Turns an Avro schema into the Connect schema from which a converter makes the same Avro schema again: names, order,
 * defaults, and the attributes {@code units} and {@code description} as parameters. Not thread-safe.
 */
final class ConnectSchemas {
    private static final String ENUM = "io.confluent.connect.avro.Enum";
    private static final String RECORD_DOC = "io.confluent.connect.avro.record.doc";
    private static final String FIXED_SIZE = "connect.fixed.size";
    private static final List<String> ATTRIBUTES = List.of("description", "units");

    private final String sequenceField;
    private final Deque<String> openRecords = new ArrayDeque<>();

    ConnectSchemas(String sequenceField) {
        this.sequenceField = sequenceField;
    }

    /**
     * The Connect schema of a record.
     *
     * @throws IllegalArgumentException if it is not a record, is recursive, or holds a union of several types
     */
    org.apache.kafka.connect.data.Schema record(Schema avro) {
        if (avro.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException("must be a record");
        }
        SchemaBuilder builder = struct(avro);
        Schema.Field taken = sequenceField.isEmpty() ? null : avro.getField(sequenceField);
        if (taken != null && taken.schema().getType() != Schema.Type.LONG) {
            throw new IllegalArgumentException("has a field " + sequenceField
                    + " that is not a long; choose another sequence.field or set it empty");
        }
        if (!sequenceField.isEmpty() && taken == null) {
            builder.field(sequenceField, sequence());
        }
        return builder.build();
    }

    private static org.apache.kafka.connect.data.Schema sequence() {
        String description = "Number of the record in its topic, without gaps";
        return SchemaBuilder.int64()
                .parameter("description", description)
                .parameter("units", "unitless")
                .doc(description)
                .build();
    }

    private SchemaBuilder struct(Schema avro) {
        String name = avro.getFullName();
        if (openRecords.contains(name)) {
            throw new IllegalArgumentException("record " + name + " is recursive, which is not supported");
        }
        openRecords.push(name);
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        if (avro.getDoc() != null) {
            builder.doc(avro.getDoc()).parameter(RECORD_DOC, avro.getDoc());
        }
        for (Schema.Field field : avro.getFields()) {
            try {
                builder.field(field.name(), field(field));
            } catch (IllegalArgumentException refusal) {
                throw new IllegalArgumentException("field " + field.name() + ": " + refusal.getMessage(), refusal);
            }
        }
        openRecords.pop();
        return builder;
    }

    private org.apache.kafka.connect.data.Schema field(Schema.Field field) {
        SchemaBuilder builder = type(field.schema());
        for (String attribute : ATTRIBUTES) {
            if (field.getObjectProp(attribute) instanceof String text) {
                builder.parameter(attribute, text);
            }
        }
        String doc = field.doc() == null ? field.getProp("description") : field.doc();
        if (doc != null) {
            builder.doc(doc);
        }
        Object byDefault = field.hasDefaultValue() ? connectDefault(field.defaultVal(), builder) : null;
        if (byDefault != null) {
            builder.defaultValue(byDefault);
        }
        return builder.build();
    }

    private SchemaBuilder type(Schema avro) {
        SchemaBuilder logical = logical(avro.getLogicalType());
        if (logical != null) {
            return logical;
        }
        return switch (avro.getType()) {
            case BOOLEAN -> SchemaBuilder.bool();
            case INT -> SchemaBuilder.int32();
            case LONG -> SchemaBuilder.int64();
            case FLOAT -> SchemaBuilder.float32();
            case DOUBLE -> SchemaBuilder.float64();
            case STRING -> SchemaBuilder.string();
            case BYTES -> SchemaBuilder.bytes();
            case FIXED ->
                SchemaBuilder.bytes()
                        .name(avro.getFullName())
                        .parameter(FIXED_SIZE, String.valueOf(avro.getFixedSize()));
            case ENUM -> enumeration(avro);
            case ARRAY -> SchemaBuilder.array(type(avro.getElementType()).build());
            case MAP ->
                SchemaBuilder.map(
                        org.apache.kafka.connect.data.Schema.STRING_SCHEMA,
                        type(avro.getValueType()).build());
            case RECORD -> struct(avro);
            case UNION -> union(avro);
            case NULL -> throw new IllegalArgumentException("the type null alone is not supported");
        };
    }

    private static @Nullable SchemaBuilder logical(@Nullable LogicalType logical) {
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return Timestamp.builder();
        }
        if (logical instanceof LogicalTypes.Date) {
            return Date.builder();
        }
        if (logical instanceof LogicalTypes.TimeMillis) {
            return Time.builder();
        }
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return Decimal.builder(decimal.getScale())
                    .parameter("connect.decimal.precision", String.valueOf(decimal.getPrecision()));
        }
        return null;
    }

    private static SchemaBuilder enumeration(Schema avro) {
        SchemaBuilder builder = SchemaBuilder.string().name(avro.getFullName()).parameter(ENUM, avro.getFullName());
        avro.getEnumSymbols().forEach(symbol -> builder.parameter(ENUM + "." + symbol, symbol));
        return builder;
    }

    private SchemaBuilder union(Schema avro) {
        List<Schema> branches = avro.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (branches.size() != 1) {
            throw new IllegalArgumentException("a union of several types is not supported");
        }
        SchemaBuilder builder = type(branches.get(0));
        return branches.size() < avro.getTypes().size() ? builder.optional() : builder;
    }

    /** The default of a plain field or of an array of these; null for any other, which has no use here. */
    private static @Nullable Object connectDefault(@Nullable Object avro, org.apache.kafka.connect.data.Schema schema) {
        if (avro == null || avro == JsonProperties.NULL_VALUE || avro instanceof Map) {
            return null;
        }
        if (schema.type() == org.apache.kafka.connect.data.Schema.Type.ARRAY && avro instanceof List<?> list) {
            return list.stream()
                    .map(element -> Objects.requireNonNull(
                            connectDefault(element, schema.valueSchema()), "a default array holds null"))
                    .toList();
        }
        if (schema.name() != null) {
            return null;
        }
        return avro instanceof Number number
                ? number(number, schema)
                : avro instanceof CharSequence ? avro.toString() : avro instanceof Boolean ? avro : null;
    }

    private static @Nullable Object number(Number number, org.apache.kafka.connect.data.Schema schema) {
        return switch (schema.type()) {
            case INT32 -> number.intValue();
            case INT64 -> number.longValue();
            case FLOAT32 -> number.floatValue();
            case FLOAT64 -> number.doubleValue();
            default -> null;
        };
    }
}
