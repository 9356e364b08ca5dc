package org.lsst.efd.connect.common.flatten;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.Optional;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** What a leaf holds, which says the method of {@link Leaves} that its values reach. */
public enum LeafKind {
    /** {@link Leaves#onLong}. */
    INT8,
    /** {@link Leaves#onLong}. */
    INT16,
    /** {@link Leaves#onLong}. */
    INT32,
    /** {@link Leaves#onLong}. */
    INT64,
    /** {@link Leaves#onFloat}. */
    FLOAT32,
    /** {@link Leaves#onDouble}. */
    FLOAT64,
    /** {@link Leaves#onBoolean}. */
    BOOLEAN,
    /** {@link Leaves#onString}. */
    STRING,
    /** {@link Leaves#onBytes}. */
    BYTES,
    /** Connect {@code Decimal}; {@link Leaves#onDecimal}. */
    DECIMAL,
    /** Connect {@code Date}; {@link Leaves#onDate}. */
    DATE,
    /** Connect {@code Time}; {@link Leaves#onDate}. */
    TIME,
    /** Connect {@code Timestamp}; {@link Leaves#onDate}. */
    TIMESTAMP,
    /** An array, map or struct that is not taken apart; {@link Leaves#onWhole}. */
    WHOLE;

    /** The kind of a scalar schema; empty for arrays, maps and structs. */
    public static Optional<LeafKind> of(Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return Optional.ofNullable(
                switch (schema.type()) {
                    case INT8 -> INT8;
                    case INT16 -> INT16;
                    case INT32 ->
                        name.equals(org.apache.kafka.connect.data.Date.LOGICAL_NAME)
                                ? DATE
                                : name.equals(Time.LOGICAL_NAME) ? TIME : INT32;
                    case INT64 -> name.equals(Timestamp.LOGICAL_NAME) ? TIMESTAMP : INT64;
                    case FLOAT32 -> FLOAT32;
                    case FLOAT64 -> FLOAT64;
                    case BOOLEAN -> BOOLEAN;
                    case STRING -> STRING;
                    case BYTES -> name.equals(Decimal.LOGICAL_NAME) ? DECIMAL : BYTES;
                    case ARRAY, MAP, STRUCT -> null;
                });
    }

    /** The kind of a scalar without schema, by its class; null for any other class. */
    @SuppressWarnings("JavaUtilDate") // Connect's logical types are java.util.Date
    static @Nullable LeafKind of(Object value) {
        if (value instanceof Double) {
            return FLOAT64;
        } else if (value instanceof Long) {
            return INT64;
        } else if (value instanceof String) {
            return STRING;
        } else if (value instanceof Boolean) {
            return BOOLEAN;
        } else if (value instanceof Integer) {
            return INT32;
        } else if (value instanceof Float) {
            return FLOAT32;
        } else if (value instanceof Short) {
            return INT16;
        } else if (value instanceof Byte) {
            return INT8;
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            return BYTES;
        } else if (value instanceof BigDecimal) {
            return DECIMAL;
        }
        return value instanceof Date ? TIMESTAMP : null;
    }

    /** A schema for a scalar without schema. */
    Schema schemaByClass() {
        return switch (this) {
            case INT8 -> Schema.OPTIONAL_INT8_SCHEMA;
            case INT16 -> Schema.OPTIONAL_INT16_SCHEMA;
            case INT32, DATE, TIME -> Schema.OPTIONAL_INT32_SCHEMA;
            case INT64 -> Schema.OPTIONAL_INT64_SCHEMA;
            case FLOAT32 -> Schema.OPTIONAL_FLOAT32_SCHEMA;
            case FLOAT64 -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case BOOLEAN -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
            case STRING, WHOLE -> Schema.OPTIONAL_STRING_SCHEMA;
            case BYTES -> Schema.OPTIONAL_BYTES_SCHEMA;
            case DECIMAL -> Decimal.builder(0).optional().build();
            case TIMESTAMP -> Timestamp.builder().optional().build();
        };
    }
}
