package org.lsst.efd.benchmarks.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Records of the shapes that telemetry has, the same at every call, with a key {@code k} of their own. */
enum RowShape {
    /** A wide topic. */
    COLUMNS_302(280, 16, 5),
    /** One of many. */
    COLUMNS_50(44, 4, 1),
    /** A small topic. */
    COLUMNS_8(5, 1, 1);

    /** A column of whole numbers, none of which is negative. */
    static final String WHOLE = "whole0";

    static final String NUMBER = "double0";

    /** A column of texts of at most 8 characters. */
    static final String TEXT = "string0";

    /** A column of numbers of at most {@link #DECIMAL_DIGITS} digits. */
    static final String DECIMAL = "decimal0";

    private static final int DECIMAL_DIGITS = 5;

    private final int doubles;
    private final int ints;
    private final int strings;

    RowShape(int doubles, int ints, int strings) {
        this.doubles = doubles;
        this.ints = ints;
        this.strings = strings;
    }

    Schema schema() {
        return fields().build();
    }

    /** A version later by one optional column, which is last. */
    Schema laterSchema() {
        return fields().field("later", Schema.OPTIONAL_FLOAT64_SCHEMA).build();
    }

    /** With a column of decimal numbers, which is last. */
    Schema schemaWithDecimal() {
        return fields().field(
                        DECIMAL,
                        Decimal.builder(0)
                                .parameter("connect.decimal.precision", Integer.toString(DECIMAL_DIGITS))
                                .build())
                .build();
    }

    private SchemaBuilder fields() {
        SchemaBuilder builder =
                SchemaBuilder.struct().name("efd.benchmarks." + name()).field("k", Schema.INT64_SCHEMA);
        IntStream.range(0, doubles).forEach(i -> builder.field("double" + i, Schema.FLOAT64_SCHEMA));
        // int1 to int4 are types of MariaDB, and the peer does not quote names there
        IntStream.range(0, ints).forEach(i -> builder.field("whole" + i, Schema.INT32_SCHEMA));
        IntStream.range(0, strings).forEach(i -> builder.field("string" + i, Schema.STRING_SCHEMA));
        return builder;
    }

    /** Bytes of the values of a record, roughly: what all contenders are counted by. */
    long bytes() {
        return 8L + 8L * doubles + 4L * ints + 10L * strings;
    }

    /** As it stands in the names of contenders. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** So many records with the keys 0, 1, …. */
    List<Struct> records(int count) {
        return records(count, schema());
    }

    /** The same in this version of the schema. */
    List<Struct> records(int count, Schema schema) {
        Random random = new Random(name().hashCode());
        double[] walks = new double[schema.fields().size()];
        List<Struct> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Struct record = new Struct(schema).put("k", (long) i);
            for (Field field : schema.fields().subList(1, schema.fields().size())) {
                record.put(
                        field,
                        switch (field.schema().type()) {
                            case FLOAT64 -> walks[field.index()] += random.nextGaussian();
                            case INT32 -> random.nextInt(10_000);
                            case BYTES -> BigDecimal.valueOf(random.nextInt(100_000));
                            default -> "state " + random.nextInt(100);
                        });
            }
            records.add(record);
        }
        return records;
    }
}
