package org.lsst.efd.connect.telemetry.generate;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * The shape of generated records.
 *
 * @param form which fields lead
 * @param isIndexed whether there is a field {@code salIndex}
 * @param fieldCount scalar fields {@code value0}, {@code value1}, …
 * @param fieldTypes the types of these fields, repeated from the first as often as it takes; not empty
 * @param arrayCount array fields {@code arrayA}, {@code arrayB}, …: letters, because {@code array1} element 10 and
 *     {@code array11} element 0 would flatten to one name
 * @param arrayType type of the elements
 * @param areOptional whether the value fields may be null
 * @param sequenceField name of the field with the number of the record; empty for none
 */
public record GeneratedSchema(
        RecordForm form,
        boolean isIndexed,
        int fieldCount,
        List<FieldType> fieldTypes,
        int arrayCount,
        FieldType arrayType,
        boolean areOptional,
        String sequenceField) {
    private static final List<String> UNITS = List.of("deg", "N", "A", "V", "Celsius", "Pa", "mm", "deg/s");

    public GeneratedSchema {
        fieldTypes = List.copyOf(fieldTypes);
        if (fieldTypes.isEmpty() || fieldCount < 0 || arrayCount < 0) {
            throw new IllegalArgumentException("counts must not be negative, types must not be empty");
        }
    }

    /** The schema of a topic, with units and descriptions. */
    public Schema schema(String topic) {
        SchemaBuilder builder = SchemaBuilder.struct().name(recordName(topic)).doc("Generated telemetry of " + topic);
        if (isIndexed && form.isIndexFirst()) {
            addIndex(builder);
        }
        form.leadingFields().forEach(name -> builder.field(name, leading(name)));
        if (isIndexed && !form.isIndexFirst()) {
            addIndex(builder);
        }
        for (int i = 0; i < fieldCount; i++) {
            builder.field("value" + i, value(fieldTypes.get(i % fieldTypes.size()), i, "Signal " + i));
        }
        for (int i = 0; i < arrayCount; i++) {
            builder.field("array" + letters(i), array(i));
        }
        if (!sequenceField.isEmpty()) {
            builder.field(
                    sequenceField,
                    described(SchemaBuilder.int64(), "unitless", "Number of the record in its topic, without gaps"));
        }
        return builder.build();
    }

    private void addIndex(SchemaBuilder builder) {
        builder.field("salIndex", described(whole(), "unitless", "SAL index"));
    }

    /** Whole numbers are long in the older form. */
    private SchemaBuilder whole() {
        return form == RecordForm.SALKAFKA ? SchemaBuilder.int64() : SchemaBuilder.int32();
    }

    private Schema leading(String name) {
        return switch (name) {
            case "private_sndStamp" ->
                described(SchemaBuilder.float64(), "second", "Time of instance publication, TAI");
            case "private_rcvStamp" -> described(SchemaBuilder.float64(), "second", "Time of instance reception, TAI");
            case "private_efdStamp" -> described(SchemaBuilder.float64(), "second", "Time of publication, UTC");
            case "private_kafkaStamp" ->
                described(SchemaBuilder.float64(), "second", "Time at which the Kafka message was made, TAI");
            case "private_seqNum" -> described(whole(), "unitless", "Sequence number");
            case "private_revCode" -> described(SchemaBuilder.string(), "unitless", "Revision hashcode");
            case "private_identity" -> described(SchemaBuilder.string(), "unitless", "Identity of publisher");
            case "private_origin" -> described(whole(), "unitless", "Process ID of publisher");
            case "time" -> described(SchemaBuilder.int64(), "nanosecond", "Time since the epoch, UTC");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Schema value(FieldType type, int number, String description) {
        SchemaBuilder builder = areOptional ? type.schema().optional() : type.schema();
        return described(builder, unit(type, number), description);
    }

    private Schema array(int number) {
        SchemaBuilder builder = SchemaBuilder.array(arrayType.schema().build());
        if (areOptional) {
            builder.optional();
        }
        return described(builder, unit(arrayType, number), "Signals " + letters(number));
    }

    private static String unit(FieldType type, int number) {
        return type.isNumber() ? UNITS.get(number % UNITS.size()) : "unitless";
    }

    private static Schema described(SchemaBuilder builder, String units, String description) {
        return builder.parameter("description", description)
                .parameter("units", units)
                .doc(description)
                .build();
    }

    /** A, B, …, Z, AA, AB, …. */
    static String letters(int number) {
        String last = String.valueOf((char) ('A' + number % 26));
        return number < 26 ? last : letters(number / 26 - 1) + last;
    }

    /** The topic as a name that Avro accepts: letters, digits and underscores between dots. */
    public static String recordName(String topic) {
        return topic.replaceAll("[^A-Za-z0-9_.]", "_").replaceAll("(^|\\.)(?=[0-9.]|$)", "$1_");
    }
}
