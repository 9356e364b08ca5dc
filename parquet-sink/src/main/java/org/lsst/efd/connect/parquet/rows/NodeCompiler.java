package org.lsst.efd.connect.parquet.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldSelection;

/** Compiles schemas to nodes and numbers their leaves. Not thread-safe. */
final class NodeCompiler {
    static final Place ROOT = new Place("", "", Schema.OPTIONAL_STRING_SCHEMA, false, 0, 0);

    private final FieldSelection selection;
    private final ArrayHandling arrays;
    private final List<Node.Scalar> leaves;

    private NodeCompiler(FieldSelection selection, ArrayHandling arrays, List<Node.Scalar> leaves) {
        this.selection = selection;
        this.arrays = arrays;
        this.leaves = leaves;
    }

    /** A compiler that has numbered no leaf. */
    static NodeCompiler of(ShapeRules rules) {
        return new NodeCompiler(rules.flattener().selection(), rules.arrays(), new ArrayList<>());
    }

    /** What stands at a place, all of it: of a column that is selected already, or is not in the record. */
    Node whole(Place place, Schema schema) {
        NodeCompiler unfiltered = new NodeCompiler(
                FieldSelection.all(), arrays == ArrayHandling.JSON ? arrays : ArrayHandling.LIST, leaves);
        return Objects.requireNonNull(unfiltered.node(place, schema));
    }

    /** The leaves compiled so far, by their number. */
    List<Node.Scalar> leaves() {
        return leaves;
    }

    /** The fields of a struct at the root. */
    List<Node> fields(Place parent, Schema struct, List<Field> taken, ColumnName names) {
        List<Node> nodes = new ArrayList<>();
        for (Field field : struct.fields()) {
            String path = parent.sourcePath().isEmpty() ? field.name() : parent.sourcePath() + "." + field.name();
            Place place = Place.inside(
                    parent, field.name(), path, field.schema(), field.schema().isOptional());
            Node node = node(place, field.schema());
            if (node != null) {
                taken.add(field);
                nodes.add(renamed(node, names.claim(field.name())));
            }
        }
        return nodes;
    }

    /** What stands at a place; null where nothing of it is selected. */
    @Nullable
    Node node(Place place, Schema schema) {
        return switch (schema.type()) {
            case STRUCT -> group(place, schema);
            case ARRAY -> array(place, schema);
            case MAP -> map(place, schema);
            default -> selection.takes(place.sourcePath()) ? scalar(place, schema) : null;
        };
    }

    private @Nullable Node group(Place place, Schema schema) {
        List<Field> taken = new ArrayList<>();
        List<Node> children = fields(place, schema, taken, new ColumnName());
        return children.isEmpty() ? null : Node.Group.of(place, taken, children);
    }

    private @Nullable Node array(Place place, Schema schema) {
        if (arrays == ArrayHandling.SKIP) {
            return null;
        }
        if (arrays == ArrayHandling.JSON) {
            return selection.takes(place.sourcePath()) ? json(place) : null;
        }
        Schema elements = schema.valueSchema();
        Node element = node(place.repeated("element", elements, elements.isOptional()), elements);
        return element == null ? null : new Node.Repeated(place, element);
    }

    private @Nullable Node map(Place place, Schema schema) {
        if (!schema.keySchema().type().isPrimitive()) {
            throw new DataException("map " + place.sourcePath() + " has keys that are no scalars");
        }
        int mark = leaves.size();
        Node.Scalar key = scalar(place.repeated("key", schema.keySchema(), false), schema.keySchema());
        Schema values = schema.valueSchema();
        Node value = node(place.repeated("value", values, values.isOptional()), values);
        if (value == null) {
            leaves.subList(mark, leaves.size()).clear();
            return null;
        }
        return new Node.Entries(place, key, value);
    }

    Node.Scalar scalar(Place place, Schema schema) {
        ScalarKind kind = ScalarKind.of(schema);
        boolean isDecimal = kind == ScalarKind.DECIMAL;
        int precision = isDecimal ? Fingerprint.decimalPrecision(schema) : 0;
        int scale = isDecimal ? Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)) : 0;
        if (isDecimal && (scale < 0 || scale > precision)) {
            throw new DataException("decimal " + place.sourcePath() + " has a scale outside 0 to " + precision
                    + ", its precision, which files cannot hold");
        }
        return add(new Node.Scalar(place, leaves.size(), kind, precision, scale, false));
    }

    private Node.Scalar json(Place place) {
        return add(new Node.Scalar(place, leaves.size(), ScalarKind.STRING, 0, 0, true));
    }

    private Node.Scalar add(Node.Scalar leaf) {
        leaves.add(leaf);
        return leaf;
    }

    /** The same node under another name. */
    static Node renamed(Node node, String name) {
        Place old = node.place();
        if (old.name().equals(name)) {
            return node;
        }
        Place place = new Place(name, old.sourcePath(), old.source(), old.isOptional(), old.rep(), old.def());
        if (node instanceof Node.Scalar leaf) {
            return new Node.Scalar(place, leaf.leaf(), leaf.kind(), leaf.precision(), leaf.scale(), leaf.isJson());
        } else if (node instanceof Node.Group group) {
            return new Node.Group(place, group.fields(), group.children(), group.reader());
        } else if (node instanceof Node.Repeated list) {
            return new Node.Repeated(place, list.element());
        }
        Node.Entries map = (Node.Entries) node;
        return new Node.Entries(place, map.key(), map.value());
    }
}
