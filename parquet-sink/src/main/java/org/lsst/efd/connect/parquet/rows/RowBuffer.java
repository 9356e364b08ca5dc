package org.lsst.efd.connect.parquet.rows;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.FlatPlan;
import org.lsst.efd.connect.common.flatten.Leaves;

/** Rows in columns of primitive arrays. Not thread-safe: it belongs to the task thread, then to one writer. */
public final class RowBuffer {
    private static final long OBJECT_BYTES = 400;

    private final HeapMeter meter = new HeapMeter();
    private LeafColumn[] columns;
    private int rows;

    RowBuffer(RowShape shape) {
        List<Node.Scalar> leaves = shape.leaves();
        this.columns = new LeafColumn[leaves.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = columnFor(leaves.get(i));
        }
        meter.add(OBJECT_BYTES);
    }

    private LeafColumn columnFor(Node.Scalar leaf) {
        return leaf.kind().newColumn(leaf.place().rep(), leaf.place().def(), meter);
    }

    LeafColumn[] columns() {
        return columns;
    }

    /** The column of a leaf. */
    public LeafColumn column(Node.Scalar leaf) {
        return columns[leaf.leaf()];
    }

    /** All columns by the number of their leaf. */
    public LeafColumn[] allColumns() {
        return columns.clone();
    }

    /** Rows that are complete. */
    public int rows() {
        return rows;
    }

    /** Heap that the buffer has allocated. */
    public long bytes() {
        return meter.bytes();
    }

    void rowDone() {
        rows++;
    }

    void rollBack() {
        for (LeafColumn column : columns) {
            column.truncate(rows);
        }
    }

    /** Drops the first rows. */
    public void dropFirst(int count) {
        for (LeafColumn column : columns) {
            column.dropFirst(count);
        }
        rows -= count;
    }

    /** Fills the columns of a flattened record; what it does not mention is missing still. */
    void fillFlat(FlatPlan<Node> plan, @Nullable Object value, RowShape shape) {
        plan.write(value, new FlatLeaves(shape));
    }

    /** Nulls for what a flattened record did not mention, and for what only later records brought. */
    void completeRow(RowShape shape) {
        grow(shape);
        for (Node node : shape.data()) {
            if (columns[node.firstLeaf()].rows() == rows) {
                node.appendNull(0, columns);
            }
        }
    }

    /** Gives the buffer the columns that the shape got since: null in all rows so far. */
    public void grow(RowShape shape) {
        List<Node.Scalar> leaves = shape.leaves();
        if (leaves.size() > columns.length) {
            int known = columns.length;
            columns = Arrays.copyOf(columns, leaves.size());
            for (int i = known; i < columns.length; i++) {
                columns[i] = columnFor(leaves.get(i));
            }
            for (Node node : shape.data()) {
                if (node.firstLeaf() >= known) {
                    for (int row = 0; row < rows; row++) {
                        node.appendMissing(0, 0, columns);
                    }
                }
            }
        }
    }

    /** Takes the leaves of a flattened record. */
    private final class FlatLeaves implements Leaves<Node> {
        private final RowShape shape;

        FlatLeaves(RowShape shape) {
            this.shape = shape;
        }

        private LeafColumn columnOf(Node node) {
            if (node.endLeaf() > columns.length) {
                grow(shape);
            }
            return columns[node.firstLeaf()];
        }

        private void whole(Node node, Object value) {
            columnOf(node);
            node.append(value, 0, columns);
        }

        @Override
        public void onNull(Node node) {
            columnOf(node);
            node.appendNull(0, columns);
        }

        @Override
        public void onLong(Node node, long value) {
            if (columnOf(node) instanceof LongColumn longs) {
                longs.add(0, value);
            } else {
                ((IntColumn) columns[node.firstLeaf()]).add(0, (int) value);
            }
        }

        @Override
        public void onFloat(Node node, float value) {
            ((FloatColumn) columnOf(node)).add(0, value);
        }

        @Override
        public void onDouble(Node node, double value) {
            ((DoubleColumn) columnOf(node)).add(0, value);
        }

        @Override
        public void onBoolean(Node node, boolean value) {
            ((BooleanColumn) columnOf(node)).add(0, value);
        }

        @Override
        public void onString(Node node, String value) {
            whole(node, value);
        }

        @Override
        public void onBytes(Node node, ByteBuffer value) {
            whole(node, value);
        }

        @Override
        public void onDecimal(Node node, BigDecimal value) {
            whole(node, value);
        }

        @Override
        public void onDate(Node node, Date value) {
            whole(node, value);
        }

        @Override
        public void onWhole(Node node, Object value) {
            whole(node, value);
        }
    }
}
