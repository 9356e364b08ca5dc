package org.lsst.efd.connect.telemetry.stream;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Telemetry for tests: a record holds its number, its time and an index. */
final class CountingTelemetry implements Telemetry {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("number", Schema.INT64_SCHEMA)
            .field("timeNs", Schema.INT64_SCHEMA)
            .field("salIndex", Schema.INT32_SCHEMA)
            .build();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Struct record(long sequence, long timeNs) {
        return new Struct(SCHEMA).put("number", sequence).put("timeNs", timeNs).put("salIndex", (int) (sequence % 3));
    }
}
