package org.lsst.efd.connect.common.flatten;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Compiles the nodes of one plan: at first those the schema tells, later what its arrays and maps bring. */
final class PlanCompiler<C> {
    private final Flattener rules;
    private final ArrayNames arrayNames;
    private final Columns<C> columns;
    private final ColumnNames names;

    PlanCompiler(Flattener rules, ArrayNames arrayNames, Columns<C> columns) {
        this.rules = rules;
        this.arrayNames = arrayNames;
        this.columns = columns;
        this.names = new ColumnNames(rules.rename());
    }

    Node<C> root(@Nullable Schema schema) {
        if (schema == null) {
            return new DynamicNode<>(
                    "at the root",
                    shape -> ofShape(shape == DynamicNode.Shape.MAP ? Place.ROOT : Place.value(null), shape, false));
        }
        boolean namesItsParts = schema.type() == Schema.Type.STRUCT || schema.type() == Schema.Type.MAP;
        return ofSchema(namesItsParts ? Place.ROOT : Place.value(schema), schema, false);
    }

    private Node<C> ofSchema(Place place, Schema schema, boolean isElement) {
        return switch (schema.type()) {
            case STRUCT -> struct(place, schema);
            case ARRAY ->
                switch (rules.arrayAt(place.sourcePath())) {
                    case FLATTEN -> array(place, schema.valueSchema(), isElement);
                    case WHOLE -> leaf(place, LeafKind.WHOLE, schema);
                    case SKIP -> new Node.Nothing<>();
                };
            case MAP ->
                switch (rules.maps()) {
                    case FLATTEN -> map(place, schema.valueSchema());
                    case WHOLE -> leaf(place, LeafKind.WHOLE, schema);
                    case SKIP -> new Node.Nothing<>();
                };
            default -> leaf(place, LeafKind.of(schema).orElseThrow(), schema);
        };
    }

    private Node<C> ofShape(Place place, Object shape, boolean isElement) {
        if (shape instanceof LeafKind kind) {
            return leaf(place, kind, kind.schemaByClass());
        }
        boolean isMap = shape == DynamicNode.Shape.MAP;
        return switch (isMap ? rules.maps() : rules.arrayAt(place.sourcePath())) {
            case FLATTEN -> isMap ? map(place, null) : array(place, null, isElement);
            case WHOLE -> leaf(place, LeafKind.WHOLE, LeafKind.WHOLE.schemaByClass());
            case SKIP -> new Node.Nothing<>();
        };
    }

    private Node<C> inside(Place place, @Nullable Schema schema, boolean isElement) {
        return schema == null
                ? new DynamicNode<>(place.path(), shape -> ofShape(place, shape, isElement))
                : ofSchema(place, schema, isElement);
    }

    private Node<C> struct(Place place, Schema schema) {
        List<Field> fields = new ArrayList<>();
        List<Node<C>> nodes = new ArrayList<>();
        for (Field field : schema.fields()) {
            Place inner = place.field(field.name(), rules.delimiter(), field.schema());
            Node<C> node = ofSchema(inner, field.schema(), false);
            if (!(node instanceof Node.Nothing<C>)) {
                fields.add(field);
                nodes.add(node);
            }
        }
        return fields.isEmpty() ? new Node.Nothing<>() : new StructNode<>(fields, nodes);
    }

    private Node<C> array(Place place, @Nullable Schema elements, boolean isElement) {
        boolean holdsScalars = elements != null && LeafKind.of(elements).isPresent();
        if (holdsScalars && !rules.selection().takes(place.sourcePath())) {
            return new Node.Nothing<>();
        }
        String delimiter = isElement ? rules.delimiter() : arrayNames.delimiterOf(place.pattern());
        return new ArrayNode<>(index -> inside(place.element(index, delimiter), elements, true));
    }

    private Node<C> map(Place place, @Nullable Schema values) {
        return new MapNode<>(place.path(), key -> inside(place.field(key, rules.delimiter(), values), values, false));
    }

    private Node<C> leaf(Place place, LeafKind kind, Schema schema) {
        if (!rules.selection().takes(place.sourcePath())) {
            return new Node.Nothing<>();
        }
        if (place.name().isEmpty()) {
            throw new DataException("a value at the root of the record has no name");
        }
        Schema source = place.source() == null ? schema : place.source();
        Leaf leaf = new Leaf(names.claim(place), place.path(), place.sourcePath(), place.index(), kind, schema, source);
        return new LeafNode<>(kind, columns.columnFor(leaf));
    }
}
