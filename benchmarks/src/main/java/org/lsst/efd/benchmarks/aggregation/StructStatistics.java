package org.lsst.efd.benchmarks.aggregation;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** What anybody would write who has structs of doubles and wants structs of seven statistics of each. */
final class StructStatistics {
    private static final List<String> NAMES = List.of("min", "q1", "mean", "median", "stdev", "q3", "max");

    private final List<Field> fields;
    private final Schema told;

    StructStatistics(Schema source) {
        this.fields = source.fields();
        SchemaBuilder builder = SchemaBuilder.struct().name("telemetry_aggregated");
        for (Field field : fields) {
            NAMES.forEach(name -> builder.field(name + "_" + field.name(), Schema.OPTIONAL_FLOAT64_SCHEMA));
        }
        this.told = builder.build();
    }

    double[] row(Struct value) {
        double[] row = new double[fields.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = (Double) value.get(fields.get(i));
        }
        return row;
    }

    Struct summarise(List<double[]> rows) {
        double[] statistics = Samples.summarise(rows, fields.size());
        Struct value = new Struct(told);
        for (int i = 0; i < statistics.length; i++) {
            value.put(told.fields().get(i), statistics[i]);
        }
        return value;
    }
}
