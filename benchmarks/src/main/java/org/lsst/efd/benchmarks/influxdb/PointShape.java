package org.lsst.efd.benchmarks.influxdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Records of the shapes that telemetry has, the same at every call. */
enum PointShape {
    /** A wide topic: 300 doubles on random walks, 20 ints, 5 strings. */
    MIXED_325(300, 20, 5, 0),
    /** A small topic. */
    MIXED_8(5, 2, 1, 0),
    /** One array of 156 doubles beside a number. */
    ARRAY_156(0, 1, 0, 156);

    /** A field that every record has. */
    static final String COUNTED = "int0";

    private final int doubles;
    private final int ints;
    private final int strings;
    private final int elements;

    PointShape(int doubles, int ints, int strings, int elements) {
        this.doubles = doubles;
        this.ints = ints;
        this.strings = strings;
        this.elements = elements;
    }

    private Schema schema() {
        SchemaBuilder builder = SchemaBuilder.struct().name("efd.benchmarks." + name());
        IntStream.range(0, doubles).forEach(i -> builder.field("double" + i, Schema.FLOAT64_SCHEMA));
        IntStream.range(0, ints).forEach(i -> builder.field("int" + i, Schema.INT32_SCHEMA));
        IntStream.range(0, strings).forEach(i -> builder.field("string" + i, Schema.STRING_SCHEMA));
        if (elements > 0) {
            builder.field("array", SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build());
        }
        return builder.build();
    }

    /** As it stands in the names of contenders. */
    String title() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** So many records, their doubles with all the digits that measured values have. */
    List<Struct> records(int count) {
        Schema schema = schema();
        Random random = new Random(name().hashCode());
        double[] walks = new double[Math.max(elements, schema.fields().size())];
        List<Struct> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Struct record = new Struct(schema);
            for (Field field : schema.fields()) {
                record.put(field, value(field, walks, random));
            }
            records.add(record);
        }
        return records;
    }

    private static Object value(Field field, double[] walks, Random random) {
        return switch (field.schema().type()) {
            case FLOAT64 -> walks[field.index()] += random.nextGaussian();
            case INT32 -> random.nextInt(10_000);
            case ARRAY ->
                IntStream.range(0, walks.length)
                        .mapToObj(i -> walks[i] += random.nextGaussian())
                        .toList();
            default -> "state " + random.nextInt(100);
        };
    }
}
