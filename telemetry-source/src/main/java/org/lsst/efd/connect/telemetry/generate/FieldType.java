package org.lsst.efd.connect.telemetry.generate;

import org.apache.kafka.connect.data.SchemaBuilder;

/** The types that a generated field can have, by the words of Avro. */
public enum FieldType {
    DOUBLE,
    FLOAT,
    LONG,
    INT,
    STRING,
    BOOLEAN;

    SchemaBuilder schema() {
        return switch (this) {
            case DOUBLE -> SchemaBuilder.float64();
            case FLOAT -> SchemaBuilder.float32();
            case LONG -> SchemaBuilder.int64();
            case INT -> SchemaBuilder.int32();
            case STRING -> SchemaBuilder.string();
            case BOOLEAN -> SchemaBuilder.bool();
        };
    }

    boolean isNumber() {
        return this != STRING && this != BOOLEAN;
    }
}
