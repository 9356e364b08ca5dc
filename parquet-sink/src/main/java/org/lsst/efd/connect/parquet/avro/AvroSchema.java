package org.lsst.efd.connect.parquet.avro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.parquet.rows.Node;

/** The Avro schema of rows. */
public final class AvroSchema {
    private AvroSchema() {}

    /** The schema of rows with these columns. */
    public static Schema of(String recordName, List<Node> fields) {
        String name = fullName(recordName);
        return record(name, fields);
    }

    /** The name of a source record as Avro and Parquet allow it. */
    public static String fullName(String recordName) {
        return Stream.of(recordName.split("\\.", -1))
                .filter(part -> !part.isEmpty())
                .map(AvroSchema::allowed)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining("."), name -> name.isEmpty() ? "record" : name));
    }

    private static String allowed(String part) {
        String name = part.replaceAll("[^A-Za-z0-9_]", "_");
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    private static Schema record(String name, List<Node> nodes) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Node node : nodes) {
            Schema schema = schema(node, name + "_" + node.place().name());
            boolean isOptional = node.place().isOptional();
            Schema.Field field = new Schema.Field(
                    node.place().name(),
                    schema,
                    doc(node.place().source()),
                    isOptional ? JsonProperties.NULL_VALUE : null);
            field.addProp("source", node.place().sourcePath());
            String units = parameters(node).get("units");
            if (units != null) {
                field.addProp("units", units);
            }
            fields.add(field);
        }
        return Schema.createRecord(name, null, null, false, fields);
    }

    private static @Nullable String doc(org.apache.kafka.connect.data.Schema source) {
        Map<String, String> parameters = source.parameters() == null ? Map.of() : source.parameters();
        String description = parameters.get("description");
        return description == null ? source.doc() : description;
    }

    private static Map<String, String> parameters(Node node) {
        Map<String, String> parameters = node.place().source().parameters();
        return parameters == null ? Map.of() : parameters;
    }

    private static Schema schema(Node node, String name) {
        Schema plain = plain(node, name);
        return node.place().isOptional() ? Schema.createUnion(Schema.create(Schema.Type.NULL), plain) : plain;
    }

    private static Schema plain(Node node, String name) {
        if (node instanceof Node.Scalar leaf) {
            return scalar(leaf);
        } else if (node instanceof Node.Group group) {
            return record(name, group.children());
        } else if (node instanceof Node.Repeated list) {
            return Schema.createArray(schema(list.element(), name));
        }
        Node.Entries map = (Node.Entries) node;
        return isStringMap(map)
                ? Schema.createMap(schema(map.value(), name))
                : Schema.createArray(record(name, List.of(map.key(), map.value())));
    }

    /** Avro maps have texts as keys; other maps are arrays of entries. */
    static boolean isStringMap(Node.Entries map) {
        return map.key().place().source().type() == org.apache.kafka.connect.data.Schema.Type.STRING;
    }

    private static Schema scalar(Node.Scalar leaf) {
        return switch (leaf.kind()) {
            case INT8, INT16, INT32 -> Schema.create(Schema.Type.INT);
            case INT64 -> Schema.create(Schema.Type.LONG);
            case FLOAT32 -> Schema.create(Schema.Type.FLOAT);
            case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case STRING -> Schema.create(Schema.Type.STRING);
            case BYTES -> Schema.create(Schema.Type.BYTES);
            case DECIMAL -> logical(Schema.Type.BYTES, LogicalTypes.decimal(leaf.precision(), leaf.scale()));
            case DATE -> logical(Schema.Type.INT, LogicalTypes.date());
            case TIME -> logical(Schema.Type.INT, LogicalTypes.timeMillis());
            case TIME_US -> logical(Schema.Type.LONG, LogicalTypes.timeMicros());
            case TIMESTAMP -> logical(Schema.Type.LONG, LogicalTypes.timestampMillis());
            case TIMESTAMP_US -> logical(Schema.Type.LONG, LogicalTypes.timestampMicros());
            case TIMESTAMP_NS -> logical(Schema.Type.LONG, LogicalTypes.timestampNanos());
            case LOCAL_TIMESTAMP_MS -> logical(Schema.Type.LONG, LogicalTypes.localTimestampMillis());
            case LOCAL_TIMESTAMP_US -> logical(Schema.Type.LONG, LogicalTypes.localTimestampMicros());
            case LOCAL_TIMESTAMP_NS -> logical(Schema.Type.LONG, LogicalTypes.localTimestampNanos());
        };
    }

    private static Schema logical(Schema.Type type, LogicalType logical) {
        return logical.addToSchema(Schema.create(type));
    }
}
