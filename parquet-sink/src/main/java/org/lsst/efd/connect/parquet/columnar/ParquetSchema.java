package org.lsst.efd.connect.parquet.columnar;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MILLIS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.NANOS;

import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.lsst.efd.connect.parquet.rows.Node;
import org.lsst.efd.connect.parquet.rows.ScalarKind;

/** The schema of a Parquet file: lists with three levels, as the format's specification wants them. */
final class ParquetSchema {
    private ParquetSchema() {}

    static MessageType of(String name, List<Node> fields) {
        return new MessageType(name, fields.stream().map(ParquetSchema::type).toList());
    }

    private static Type type(Node node) {
        Repetition repetition = node.place().isOptional() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        String name = node.place().name();
        if (node instanceof Node.Scalar leaf) {
            return primitive(leaf, repetition, name);
        } else if (node instanceof Node.Group group) {
            return new GroupType(
                    repetition,
                    name,
                    group.children().stream().map(ParquetSchema::type).toList());
        } else if (node instanceof Node.Repeated list) {
            GroupType repeated = new GroupType(Repetition.REPEATED, "list", type(list.element()));
            return Types.buildGroup(repetition)
                    .as(LogicalTypeAnnotation.listType())
                    .addField(repeated)
                    .named(name);
        }
        Node.Entries map = (Node.Entries) node;
        GroupType entries = new GroupType(Repetition.REPEATED, "key_value", type(map.key()), type(map.value()));
        return Types.buildGroup(repetition)
                .as(LogicalTypeAnnotation.mapType())
                .addField(entries)
                .named(name);
    }

    private static Type primitive(Node.Scalar leaf, Repetition repetition, String name) {
        Types.PrimitiveBuilder<? extends Type> builder = Types.primitive(typeName(leaf.kind()), repetition);
        if (leaf.kind() == ScalarKind.DECIMAL) {
            builder = builder.length(leaf.width());
        }
        LogicalTypeAnnotation logical = logicalType(leaf);
        return (logical == null ? builder : builder.as(logical)).named(name);
    }

    private static PrimitiveTypeName typeName(ScalarKind kind) {
        return switch (kind) {
            case INT8, INT16, INT32, DATE, TIME -> PrimitiveTypeName.INT32;
            case FLOAT32 -> PrimitiveTypeName.FLOAT;
            case FLOAT64 -> PrimitiveTypeName.DOUBLE;
            case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
            case STRING, BYTES -> PrimitiveTypeName.BINARY;
            case DECIMAL -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
            case INT64,
                    TIMESTAMP,
                    TIME_US,
                    TIMESTAMP_US,
                    TIMESTAMP_NS,
                    LOCAL_TIMESTAMP_MS,
                    LOCAL_TIMESTAMP_US,
                    LOCAL_TIMESTAMP_NS -> PrimitiveTypeName.INT64;
        };
    }

    private static @org.jspecify.annotations.Nullable LogicalTypeAnnotation logicalType(Node.Scalar leaf) {
        return switch (leaf.kind()) {
            case INT8 -> LogicalTypeAnnotation.intType(Byte.SIZE, true);
            case INT16 -> LogicalTypeAnnotation.intType(Short.SIZE, true);
            case STRING -> LogicalTypeAnnotation.stringType();
            case DECIMAL -> LogicalTypeAnnotation.decimalType(leaf.scale(), leaf.precision());
            case DATE -> LogicalTypeAnnotation.dateType();
            case TIME -> LogicalTypeAnnotation.timeType(true, MILLIS);
            case TIME_US -> LogicalTypeAnnotation.timeType(true, MICROS);
            case TIMESTAMP -> LogicalTypeAnnotation.timestampType(true, MILLIS);
            case TIMESTAMP_US -> LogicalTypeAnnotation.timestampType(true, MICROS);
            case TIMESTAMP_NS -> LogicalTypeAnnotation.timestampType(true, NANOS);
            case LOCAL_TIMESTAMP_MS -> LogicalTypeAnnotation.timestampType(false, MILLIS);
            case LOCAL_TIMESTAMP_US -> LogicalTypeAnnotation.timestampType(false, MICROS);
            case LOCAL_TIMESTAMP_NS -> LogicalTypeAnnotation.timestampType(false, NANOS);
            case INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, BYTES -> null;
        };
    }

    /** The schema with only the leaf at this path. */
    static MessageType only(MessageType schema, String[] path) {
        return new MessageType(schema.getName(), only(schema.getType(path[0]), path, 1));
    }

    private static Type only(Type type, String[] path, int at) {
        return at == path.length
                ? type
                : type.asGroupType().withNewFields(only(type.asGroupType().getType(path[at]), path, at + 1));
    }
}
