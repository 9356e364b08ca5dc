package org.lsst.efd.connect.common.aggregate;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.lsst.efd.connect.common.aggregate.AggregateRules.ColumnRules;
import org.lsst.efd.connect.common.flatten.Leaf;
import org.lsst.efd.connect.common.flatten.LeafKind;

/** What becomes of one leaf of a record. */
sealed interface SourceColumn {
    /** Not a number: left out. */
    record Skipped() implements SourceColumn {}

    /** A field of the record that is aggregated. */
    sealed interface Aggregated extends SourceColumn {
        Origin origin();
    }

    /** One value, one column. */
    record Scalar(Origin origin, int column) implements Aggregated {}

    /** An array all of whose elements go to one column. */
    record Pooled(Origin origin, int column) implements Aggregated {}

    /** An array each of whose elements has a column of its own. */
    record Elements(Origin origin, TopicColumns.Elements columns) implements Aggregated {}

    /**
     * Where a column comes from.
     *
     * @param name flattened and renamed
     * @param path in the record
     */
    record Origin(String name, String path, Optional<String> units, Optional<String> description) {}

    /** Decides by the schema of a leaf. */
    static SourceColumn of(Leaf leaf, ColumnRules rules, TopicColumns columns) {
        if (isNumeric(leaf.kind(), rules)) {
            return new Scalar(originOf(leaf, rules.units()), columns.scalar(leaf.name()));
        }
        boolean isArray = leaf.kind() == LeafKind.WHOLE && leaf.schema().type() == Schema.Type.ARRAY;
        if (!isArray || !isNumericElement(leaf.schema().valueSchema(), rules)) {
            return new Skipped();
        }
        Origin origin = originOf(leaf, rules.units());
        return rules.arrays() == ArrayMode.POOLED
                ? new Pooled(origin, columns.scalar(leaf.name()))
                : new Elements(origin, columns.elements(leaf.name()));
    }

    private static boolean isNumericElement(Schema schema, ColumnRules rules) {
        return LeafKind.of(schema).map(kind -> isNumeric(kind, rules)).orElse(false);
    }

    private static boolean isNumeric(LeafKind kind, ColumnRules rules) {
        return switch (kind) {
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL -> true;
            case BOOLEAN -> rules.booleans() == BooleanMode.NUMBER;
            case STRING, BYTES, DATE, TIME, TIMESTAMP, WHOLE -> false;
        };
    }

    private static Origin originOf(Leaf leaf, Map<String, String> units) {
        Optional<String> own = Optional.ofNullable(units.get(leaf.name()));
        return new Origin(leaf.name(), leaf.path(), own.or(leaf::units), leaf.description());
    }
}
