package org.lsst.efd.connect.parquet.rows;

import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** What a leaf holds. */
public enum ScalarKind {
    INT8,
    INT16,
    INT32,
    INT64,
    FLOAT32,
    FLOAT64,
    BOOLEAN,
    STRING,
    BYTES,
    /** Two's complement of the unscaled value, in as many bytes as the precision needs. */
    DECIMAL,
    /** Days since 1970-01-01. */
    DATE,
    /** Milliseconds of the day. */
    TIME,
    /** Microseconds of the day. */
    TIME_US,
    /** Milliseconds since 1970-01-01, UTC, from a {@code java.util.Date}. */
    TIMESTAMP,
    /** Microseconds since 1970-01-01, UTC. */
    TIMESTAMP_US,
    /** Nanoseconds since 1970-01-01, UTC. */
    TIMESTAMP_NS,
    /** Milliseconds since 1970-01-01 of a clock without zone. */
    LOCAL_TIMESTAMP_MS,
    /** Microseconds since 1970-01-01 of a clock without zone. */
    LOCAL_TIMESTAMP_US,
    /** Nanoseconds since 1970-01-01 of a clock without zone. */
    LOCAL_TIMESTAMP_NS;

    /** Under this parameter a schema keeps the logical type of the Avro field it came from. */
    static final String LOGICAL_TYPE_PARAMETER = "avro.logicalType";

    /** The kind of a scalar schema. */
    static ScalarKind of(Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 -> name.equals(Date.LOGICAL_NAME) ? DATE : name.equals(Time.LOGICAL_NAME) ? TIME : INT32;
            case INT64 -> name.equals(Timestamp.LOGICAL_NAME) ? TIMESTAMP : ofLong(schema);
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case BOOLEAN -> BOOLEAN;
            case STRING -> STRING;
            case BYTES -> name.equals(Decimal.LOGICAL_NAME) ? DECIMAL : BYTES;
            case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(schema.type() + " is no scalar");
        };
    }

    private static ScalarKind ofLong(Schema schema) {
        Map<String, String> parameters = schema.parameters() == null ? Map.of() : schema.parameters();
        return switch (parameters.getOrDefault(LOGICAL_TYPE_PARAMETER, "")) {
            case "timestamp-micros" -> TIMESTAMP_US;
            case "timestamp-nanos" -> TIMESTAMP_NS;
            case "local-timestamp-millis" -> LOCAL_TIMESTAMP_MS;
            case "local-timestamp-micros" -> LOCAL_TIMESTAMP_US;
            case "local-timestamp-nanos" -> LOCAL_TIMESTAMP_NS;
            case "time-micros" -> TIME_US;
            default -> INT64;
        };
    }

    LeafColumn newColumn(int maxRep, int maxDef, HeapMeter meter) {
        return switch (this) {
            case INT8, INT16, INT32, DATE, TIME -> new IntColumn(maxRep, maxDef, meter);
            case FLOAT32 -> new FloatColumn(maxRep, maxDef, meter);
            case FLOAT64 -> new DoubleColumn(maxRep, maxDef, meter);
            case BOOLEAN -> new BooleanColumn(maxRep, maxDef, meter);
            case STRING, BYTES, DECIMAL -> new BytesColumn(maxRep, maxDef, meter);
            case INT64,
                    TIMESTAMP,
                    TIME_US,
                    TIMESTAMP_US,
                    TIMESTAMP_NS,
                    LOCAL_TIMESTAMP_MS,
                    LOCAL_TIMESTAMP_US,
                    LOCAL_TIMESTAMP_NS -> new LongColumn(maxRep, maxDef, meter);
        };
    }
}
