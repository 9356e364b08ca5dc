package org.lsst.efd.connect.influxdb.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldPath;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.RecordVariables;
import org.lsst.efd.connect.common.names.TopicRename;
import org.lsst.efd.connect.influxdb.line.ValueRules.BytesForm;
import org.lsst.efd.connect.influxdb.line.ValueRules.DecimalForm;
import org.lsst.efd.connect.influxdb.line.ValueRules.Float32Form;
import org.lsst.efd.connect.influxdb.line.ValueRules.NonfiniteRule;
import org.lsst.efd.connect.influxdb.line.ValueRules.OverflowRule;

/** Encoders and records for tests. */
public final class Encoders {
    /** The default rules for values. */
    public static final ValueRules VALUES = new ValueRules(
            Float32Form.SHORTEST,
            false,
            NonfiniteRule.SKIP,
            BytesForm.BASE64,
            DecimalForm.DOUBLE,
            1 << 20,
            OverflowRule.FAIL);

    private Encoders() {}

    /** A flattener whose names are fit for line protocol. */
    public static Flattener flattener() {
        return Flattener.standard().renaming(name -> EscapedName.clean(name, Set.of("time")));
    }

    /** Rules with the default values. */
    public static PointRules rules(String measurement, Map<String, String> constants, String... tagFields) {
        return rules(measurement, constants, VALUES, flattener(), tagFields);
    }

    /** Rules with everything said. */
    public static PointRules rules(
            String measurement,
            Map<String, String> constants,
            ValueRules values,
            Flattener flattener,
            String... tagFields) {
        List<TagSource> sources = Arrays.stream(tagFields)
                .map(field -> new TagSource(FieldPath.parse(field), field))
                .toList();
        RecordVariables variables = new RecordVariables(TopicRename.none(), Optional.empty());
        return new PointRules(
                NameTemplate.compile(measurement, variables.all()), constants, sources, flattener, values);
    }

    /** A record of a topic at offset 0. */
    public static SinkRecord record(String topic, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(topic, 0, null, null, schema, value, 0);
    }

    /** The line of one record without its line end; empty where it has none. */
    public static String line(PointRules rules, SinkRecord record, long time) {
        LineBuffer buffer = new LineBuffer(16);
        boolean isWritten = new PointEncoder(rules).encode(record, List.of(), time, buffer);
        String text = new String(buffer.array(), 0, buffer.size(), StandardCharsets.UTF_8);
        return isWritten ? text.substring(0, text.length() - 1) : text;
    }
}
