package org.lsst.efd.benchmarks.aggregation;

import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** The {@link Signal} as a converter hands it to a connector: a struct with a field for each double. */
final class StructSignal {
    static final String TOPIC = "telemetry";

    private final Schema schema;
    private final Struct[] values = new Struct[Signal.RECORDS];
    private long offset;

    StructSignal() {
        SchemaBuilder builder = SchemaBuilder.struct().name("telemetry");
        for (int field = 0; field < Signal.FIELDS; field++) {
            builder.field("f" + field, Schema.FLOAT64_SCHEMA);
        }
        schema = builder.build();
        Signal signal = new Signal();
        for (int record = 0; record < Signal.RECORDS; record++) {
            values[record] = new Struct(schema);
            for (int field = 0; field < Signal.FIELDS; field++) {
                values[record].put("f" + field, signal.values(record)[field]);
            }
        }
    }

    Schema schema() {
        return schema;
    }

    /** The value of one record; not to be changed. */
    Struct value(int record) {
        return values[record];
    }

    /** A record in a lap of the whole signal, with the next offset. */
    SinkRecord record(long lap, int record) {
        return new SinkRecord(
                TOPIC,
                0,
                null,
                null,
                schema,
                values[record],
                offset++,
                Signal.timeMs(lap, record),
                TimestampType.CREATE_TIME);
    }

    /** Fails unless all windows are told that a number of laps closes. */
    static void check(long windowsTold, long laps, Object lastMean) {
        boolean isNumber = lastMean instanceof Double mean && !Double.isNaN(mean);
        if (windowsTold < laps * Signal.WINDOWS - 2 || !isNumber) {
            throw new IllegalStateException("windows are missing: " + windowsTold + " after " + laps + " laps");
        }
    }
}
