package org.lsst.efd.connect.common.aggregate;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldSelection;
import org.lsst.efd.connect.common.flatten.FlatPlan;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.flatten.Handling;
import org.lsst.efd.connect.common.flatten.Leaf;
import org.lsst.efd.connect.common.flatten.Leaves;

/**
 * Takes the arrays of aggregated records apart, by the same rules and hence to the same names as a sink that flattens
 * them. The schema grows with the longest array seen. Not thread-safe.
 */
final class FlatOutput implements Leaves<FlatOutput.Column> {
    private final Schema arrays;
    private final FlatPlan<Column> plan;
    private final List<Column> columns = new ArrayList<>();
    private @Nullable Schema flat;

    /** A field of the flat record, and its value in the record at hand. */
    static final class Column {
        private final Leaf leaf;
        private @Nullable Object value;

        private Column(Leaf leaf) {
            this.leaf = leaf;
        }
    }

    FlatOutput(String topic, Schema arrays, Flattener source) {
        this.arrays = arrays;
        Flattener flattener = source.withArrays(Handling.FLATTEN)
                .selecting(FieldSelection.all())
                .renaming(name -> name);
        this.plan = flattener.plan(topic, arrays, this::columnFor);
    }

    private Column columnFor(Leaf leaf) {
        Column column = new Column(leaf);
        columns.add(column);
        columns.sort(Comparator.comparingInt(
                        (Column each) -> arrays.field(each.leaf.sourcePath()).index())
                .thenComparingInt(each -> each.leaf.index()));
        flat = null;
        return column;
    }

    /** The record with one field for each element. */
    Struct flatten(Struct record) {
        columns.forEach(column -> column.value = null);
        plan.write(record, this);
        Struct struct = new Struct(schema());
        columns.forEach(column -> struct.put(column.leaf.name(), column.value));
        return struct;
    }

    private Schema schema() {
        Schema known = flat;
        if (known == null) {
            known = build();
            flat = known;
        }
        return known;
    }

    private Schema build() {
        SchemaBuilder builder =
                SchemaBuilder.struct().name(arrays.name()).doc(arrays.doc()).parameters(arrays.parameters());
        for (Column column : columns) {
            Leaf leaf = column.leaf;
            builder.field(leaf.name(), leaf.index() < 0 ? leaf.schema() : element(leaf));
        }
        return builder.build();
    }

    private static Schema element(Leaf leaf) {
        return new SchemaBuilder(leaf.schema().type())
                .optional()
                .defaultValue(null)
                .doc(leaf.source().doc())
                .parameters(leaf.source().parameters())
                .build();
    }

    @Override
    public void onLong(Column column, long value) {
        column.value = switch (column.leaf.kind()) {
            case INT8 -> (Object) (byte) value;
            case INT16 -> (short) value;
            case INT32 -> (int) value;
            default -> value;
        };
    }

    @Override
    public void onFloat(Column column, float value) {
        column.value = value;
    }

    @Override
    public void onDouble(Column column, double value) {
        column.value = value;
    }

    @Override
    public void onBoolean(Column column, boolean value) {
        column.value = value;
    }

    @Override
    public void onString(Column column, String value) {
        column.value = value;
    }

    @Override
    public void onBytes(Column column, ByteBuffer value) {
        column.value = value;
    }

    @Override
    public void onDecimal(Column column, BigDecimal value) {
        column.value = value;
    }

    @Override
    public void onDate(Column column, Date value) {
        column.value = value;
    }

    @Override
    public void onWhole(Column column, Object value) {
        column.value = value;
    }
}
