package org.lsst.efd.connect.telemetry.signal;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.telemetry.stream.Telemetry;

/**
 * Made-up records of any schema: the plan is compiled once from the schema, a record is one loop over it. Thread-safe.
 */
public final class SignalTelemetry implements Telemetry {
    private final Schema schema;
    private final List<Field> fields;
    private final FieldValue[] values;

    /**
     * Compiles the plan of a topic.
     *
     * @param topic the topic, which chooses the curves together with the seed
     * @param schema a struct
     * @throws org.apache.kafka.connect.errors.DataException if the schema holds a type no value can be made for
     */
    public SignalTelemetry(String topic, Schema schema, SignalOptions options) {
        this.schema = schema;
        this.fields = schema.fields();
        this.values = new FieldValues(topic, schema, options).ofRecord();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Struct record(long sequence, long timeNs) {
        Struct struct = new Struct(schema);
        for (int i = 0; i < values.length; i++) {
            struct.put(fields.get(i), values[i].at(sequence, timeNs));
        }
        return struct;
    }
}
