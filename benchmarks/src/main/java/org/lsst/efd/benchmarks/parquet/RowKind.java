package org.lsst.efd.benchmarks.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Rows of the shapes that telemetry has, the same at every call: values on random walks, counters, states. Every second
 * number has the resolution of a single-precision sensor, as those of the mirror support have, which are most of what the
 * Summit sends.
 */
enum RowKind {
    /** A topic of common width. */
    FLAT_60(40, 8, 6, 4, 2, 0, 60_000),
    /** A wide topic. */
    FLAT_325(300, 0, 20, 5, 0, 0, 20_000),
    /** One array of 156 doubles beside a counter. */
    ARRAY_156(0, 1, 0, 0, 0, 156, 30_000);

    private final int doubles;
    private final int longs;
    private final int ints;
    private final int strings;
    private final int booleans;
    private final int elements;
    private final int rows;

    RowKind(int doubles, int longs, int ints, int strings, int booleans, int elements, int rows) {
        this.doubles = doubles;
        this.longs = longs;
        this.ints = ints;
        this.strings = strings;
        this.booleans = booleans;
        this.elements = elements;
        this.rows = rows;
    }

    /** Rows that are written in one go, all files together. */
    int rows() {
        return rows;
    }

    /** As it stands in the names of contenders. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Schema schema() {
        SchemaBuilder builder = SchemaBuilder.struct().name("efd.benchmarks." + name());
        IntStream.range(0, doubles).forEach(i -> builder.field("double" + i, Schema.FLOAT64_SCHEMA));
        IntStream.range(0, longs).forEach(i -> builder.field("long" + i, Schema.INT64_SCHEMA));
        IntStream.range(0, ints).forEach(i -> builder.field("int" + i, Schema.INT32_SCHEMA));
        IntStream.range(0, strings).forEach(i -> builder.field("string" + i, Schema.STRING_SCHEMA));
        IntStream.range(0, booleans).forEach(i -> builder.field("boolean" + i, Schema.BOOLEAN_SCHEMA));
        if (elements > 0) {
            builder.field("array", SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build());
        }
        return builder.build();
    }

    /** So many values of one schema, in the order of their time. */
    List<Struct> values(int count) {
        Schema schema = schema();
        Random random = new Random(name().hashCode());
        double[] walks = new double[Math.max(elements, schema.fields().size())];
        long[] counters = new long[schema.fields().size()];
        List<Struct> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Struct value = new Struct(schema);
            for (Field field : schema.fields()) {
                value.put(field, next(field, walks, counters, random));
            }
            values.add(value);
        }
        return values;
    }

    private static Object next(Field field, double[] walks, long[] counters, Random random) {
        int at = field.index();
        return switch (field.schema().type()) {
            case FLOAT64 -> number(walks, at, random);
            case INT64 -> counters[at] += random.nextInt(2_000);
            case INT32 -> random.nextInt(1_000);
            case BOOLEAN -> random.nextInt(50) == 0;
            case ARRAY ->
                IntStream.range(0, walks.length)
                        .mapToObj(i -> number(walks, i, random))
                        .toList();
            default -> "state " + random.nextInt(20);
        };
    }

    private static double number(double[] walks, int at, Random random) {
        walks[at] += random.nextGaussian();
        return at % 2 == 0 ? walks[at] : (float) walks[at];
    }
}
