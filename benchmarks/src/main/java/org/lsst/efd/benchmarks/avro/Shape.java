package org.lsst.efd.benchmarks.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Schemas of the shapes that telemetry has, with repeatable random records. */
enum Shape {
    /** A small event: 15 mixed fields. */
    SCALARS_15 {
        @Override
        Schema schema() {
            return scalars("Scalars15", 8, 3, 2, 1, 1);
        }
    },
    /** A wide topic: 325 mixed fields. */
    SCALARS_325 {
        @Override
        Schema schema() {
            return scalars("Scalars325", 300, 10, 10, 5, 0);
        }
    },
    /** One array of 156 doubles beside a few scalars. */
    ARRAY_156 {
        @Override
        Schema schema() {
            return withArrays("Array156", 1);
        }

        @Override
        int arrayLength() {
            return 156;
        }
    },
    /** Sixty columns: 40 double, 8 long, 6 int, 4 string, 2 boolean. */
    FLAT_60 {
        @Override
        Schema schema() {
            return scalars("Flat60", 40, 8, 6, 4, 2);
        }
    },
    /** The hottest topic's shape: few scalars and four arrays of 35 floats or doubles. */
    FORCE_ACTUATORS {
        @Override
        Schema schema() {
            return withArrays("ForceActuators", 4);
        }

        @Override
        int arrayLength() {
            return 35;
        }
    },
    /** A camera topic's shape: every field nullable. */
    ALL_NULLABLE {
        @Override
        Schema schema() {
            SchemaBuilder.FieldAssembler<Schema> fields = record("AllNullable");
            for (int i = 0; i < 72; i++) {
                fields.optionalDouble("value" + i);
            }
            return fields.endRecord();
        }
    },
    /** A small telemetry topic: 18 fields. */
    SMALL {
        @Override
        Schema schema() {
            return scalars("Small", 14, 2, 1, 1, 0);
        }
    },
    /** An alert's shape: three records and five short histories, each an array of records; 11 kB. */
    ALERT {
        @Override
        Schema schema() {
            return alert();
        }

        @Override
        int arrayLength() {
            return 10;
        }
    },
    /** An alert of a source that was seen often: as above with long histories, 210 kB. */
    OLD_ALERT {
        @Override
        Schema schema() {
            return alert();
        }

        @Override
        int arrayLength() {
            return 210;
        }

        @Override
        int recordCount() {
            return 50;
        }
    };

    abstract Schema schema();

    int arrayLength() {
        return 0;
    }

    int recordCount() {
        return 500;
    }

    /** The same records at every call. */
    List<GenericRecord> records() {
        Schema schema = schema();
        Random random = new Random(name().hashCode());
        return IntStream.range(0, recordCount())
                .mapToObj(i -> (GenericRecord) datum(schema, random))
                .toList();
    }

    /** Each record as Avro binary, without any framing. */
    List<byte[]> bodies() {
        List<byte[]> bodies = new ArrayList<>();
        GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema());
        try {
            for (GenericRecord record : records()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
                writer.write(record, encoder);
                encoder.flush();
                bodies.add(bytes.toByteArray());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bodies;
    }

    private static SchemaBuilder.FieldAssembler<Schema> record(String name) {
        return SchemaBuilder.record(name).namespace("efd.benchmarks").fields();
    }

    private static Schema scalars(String name, int doubles, int longs, int ints, int strings, int booleans) {
        SchemaBuilder.FieldAssembler<Schema> fields = record(name);
        IntStream.range(0, doubles).forEach(i -> fields.requiredDouble("double" + i));
        IntStream.range(0, longs).forEach(i -> fields.requiredLong("long" + i));
        IntStream.range(0, ints).forEach(i -> fields.requiredInt("int" + i));
        IntStream.range(0, strings).forEach(i -> fields.requiredString("string" + i));
        IntStream.range(0, booleans).forEach(i -> fields.requiredBoolean("boolean" + i));
        return fields.endRecord();
    }

    private static Schema alert() {
        SchemaBuilder.FieldAssembler<Schema> fields = record("Alert");
        for (int i = 0; i < 3; i++) {
            fields.name("part" + i).type(scalars("Part" + i, 60, 4, 4, 2, 2)).noDefault();
        }
        for (int i = 0; i < 5; i++) {
            Schema element = scalars("Element" + i, 20, 2, 2, 1, 1);
            fields.name("history" + i).type().array().items(element).noDefault();
        }
        return fields.endRecord();
    }

    private static Schema withArrays(String name, int arrays) {
        SchemaBuilder.FieldAssembler<Schema> fields = record(name);
        fields.requiredDouble("time").requiredLong("sequence").requiredString("origin");
        for (int i = 0; i < arrays; i++) {
            fields.name("array" + i).type().array().items().doubleType().noDefault();
        }
        return fields.endRecord();
    }

    private Object datum(Schema schema, Random random) {
        return switch (schema.getType()) {
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), datum(field.schema(), random)));
                yield record;
            }
            case ARRAY ->
                IntStream.range(0, arrayLength())
                        .mapToObj(i -> datum(schema.getElementType(), random))
                        .toList();
            case UNION -> datum(schema.getTypes().get(1), random);
            case DOUBLE -> random.nextGaussian() * 100;
            case LONG -> 1_700_000_000_000L + random.nextInt(1_000_000);
            case INT -> random.nextInt(10_000);
            case STRING -> "state-" + random.nextInt(100);
            case BOOLEAN -> random.nextBoolean();
            default -> throw new IllegalArgumentException("no datum for " + schema.getType());
        };
    }
}
