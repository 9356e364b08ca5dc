package org.lsst.efd.connect.parquet.columnar;

import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.lsst.efd.connect.parquet.rows.BooleanColumn;
import org.lsst.efd.connect.parquet.rows.BytesColumn;
import org.lsst.efd.connect.parquet.rows.DoubleColumn;
import org.lsst.efd.connect.parquet.rows.FloatColumn;
import org.lsst.efd.connect.parquet.rows.IntColumn;
import org.lsst.efd.connect.parquet.rows.LeafColumn;
import org.lsst.efd.connect.parquet.rows.LongColumn;

/**
 * Feeds one column to its writer.
 *
 * <p>Pages are cut only when a record ends. So rows are fed in chunks that are small against a page, and the end of each
 * is told after its chunk; else a column of lists would make one giant page.
 */
final class ColumnFeed {
    private static final int MAX_CHUNK_ROWS = 1024;
    private static final int MAX_CHUNK_VALUES = 65_536;

    private final LeafColumn column;
    private final ColumnWriter writer;
    private final ColumnWriteStore store;
    private int entry;
    private int value;

    ColumnFeed(LeafColumn column, ColumnWriter writer, ColumnWriteStore store) {
        this.column = column;
        this.writer = writer;
        this.store = store;
    }

    void feed() {
        while (entry < column.entries()) {
            int rows = column.isPlain() ? feedPlain() : feedWithLevels();
            for (int i = 0; i < rows; i++) {
                store.endRecord();
            }
        }
    }

    private int feedPlain() {
        int end = Math.min(column.entries(), entry + MAX_CHUNK_ROWS);
        int rows = end - entry;
        write(0, end - entry);
        entry = end;
        return rows;
    }

    private int feedWithLevels() {
        int rows = 0;
        int from = entry;
        while (entry < column.entries()) {
            int rep = column.rep(entry);
            if (rep == 0) {
                if (rows == MAX_CHUNK_ROWS || entry - from >= MAX_CHUNK_VALUES) {
                    break;
                }
                rows++;
            }
            int def = column.def(entry);
            if (def == column.maxDef()) {
                write(rep, 1);
            } else {
                writer.writeNull(rep, def);
            }
            entry++;
        }
        return rows;
    }

    /** Writes the next values, all at one repetition level. */
    private void write(int rep, int count) {
        int end = value + count;
        int def = column.maxDef();
        if (column instanceof DoubleColumn doubles) {
            for (; value < end; value++) {
                writer.write(doubles.value(value), rep, def);
            }
        } else if (column instanceof FloatColumn floats) {
            for (; value < end; value++) {
                writer.write(floats.value(value), rep, def);
            }
        } else if (column instanceof LongColumn longs) {
            for (; value < end; value++) {
                writer.write(longs.value(value), rep, def);
            }
        } else if (column instanceof IntColumn ints) {
            for (; value < end; value++) {
                writer.write(ints.value(value), rep, def);
            }
        } else if (column instanceof BooleanColumn booleans) {
            for (; value < end; value++) {
                writer.write(booleans.value(value), rep, def);
            }
        } else if (column instanceof BytesColumn bytes) {
            for (; value < end; value++) {
                int start = bytes.start(value);
                // dictionaries copy what they keep of bytes that are marked as reused; these never change again
                writer.write(Binary.fromConstantByteArray(bytes.bytes(), start, bytes.end(value) - start), rep, def);
            }
        }
    }
}
