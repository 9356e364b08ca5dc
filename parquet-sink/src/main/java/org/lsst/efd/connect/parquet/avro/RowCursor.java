package org.lsst.efd.connect.parquet.avro;

import org.lsst.efd.connect.parquet.rows.BooleanColumn;
import org.lsst.efd.connect.parquet.rows.BytesColumn;
import org.lsst.efd.connect.parquet.rows.DoubleColumn;
import org.lsst.efd.connect.parquet.rows.FloatColumn;
import org.lsst.efd.connect.parquet.rows.IntColumn;
import org.lsst.efd.connect.parquet.rows.LeafColumn;
import org.lsst.efd.connect.parquet.rows.LongColumn;
import org.lsst.efd.connect.parquet.rows.Node;
import org.lsst.efd.connect.parquet.rows.RowBuffer;

/** Puts rows together again from their columns, and writes them in Avro's binary encoding. Not thread-safe. */
final class RowCursor {
    private final LeafColumn[] columns;
    private final int[] entries;
    private final int[] values;
    private final BinaryBlock into;

    RowCursor(RowBuffer rows, BinaryBlock into) {
        this.columns = rows.allColumns();
        this.entries = new int[columns.length];
        this.values = new int[columns.length];
        this.into = into;
    }

    /** Writes what stands at a node in the current row, and moves on. */
    void write(Node node) {
        if (node.place().isOptional()) {
            if (def(node) < node.place().def()) {
                into.writeLong(0);
                skip(node);
                return;
            }
            into.writeLong(1);
        }
        if (node instanceof Node.Scalar leaf) {
            scalar(leaf);
        } else if (node instanceof Node.Group group) {
            group.children().forEach(this::write);
        } else if (node instanceof Node.Repeated list) {
            repeated(list, () -> write(list.element()));
        } else if (node instanceof Node.Entries map) {
            repeated(map, () -> {
                write(map.key());
                write(map.value());
            });
        }
    }

    private int def(Node node) {
        return columns[node.firstLeaf()].def(entries[node.firstLeaf()]);
    }

    private void skip(Node node) {
        for (int leaf = node.firstLeaf(); leaf < node.endLeaf(); leaf++) {
            entries[leaf]++;
        }
    }

    private void repeated(Node node, Runnable element) {
        int first = node.firstLeaf();
        int inside = node.place().rep() + 1;
        if (def(node) == node.place().def()) {
            skip(node);
        } else {
            do {
                into.writeLong(1);
                element.run();
            } while (entries[first] < columns[first].entries() && columns[first].rep(entries[first]) == inside);
        }
        into.writeLong(0);
    }

    private void scalar(Node.Scalar leaf) {
        int at = values[leaf.leaf()]++;
        entries[leaf.leaf()]++;
        LeafColumn column = columns[leaf.leaf()];
        if (column instanceof DoubleColumn doubles) {
            into.writeDouble(doubles.value(at));
        } else if (column instanceof LongColumn longs) {
            into.writeLong(longs.value(at));
        } else if (column instanceof IntColumn ints) {
            into.writeLong(ints.value(at));
        } else if (column instanceof FloatColumn floats) {
            into.writeFloat(floats.value(at));
        } else if (column instanceof BooleanColumn booleans) {
            into.writeBoolean(booleans.value(at));
        } else if (column instanceof BytesColumn bytes) {
            into.writeBytes(bytes.bytes(), bytes.start(at), bytes.end(at) - bytes.start(at));
        }
    }
}
