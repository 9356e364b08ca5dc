package org.lsst.efd.connect.oracle.write;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;

/**
 * Which statements write the rows of a batch so that the table ends as if they were written one by one.
 *
 * <p>Without inserts only the last operation of each key counts, so the order of the statements does not. Where there are
 * inserts the order is kept: consecutive rows of one operation are a run.
 */
final class KeyReduction {
    /** Rows of one operation; each key once, but for inserts. */
    record Run(RowOp op, List<Row> rows) {}

    private KeyReduction() {}

    static List<Run> runs(List<Row> rows, Layout layout) {
        boolean hasInserts = rows.stream().anyMatch(row -> row.op() == RowOp.INSERT);
        boolean isAllInserts = hasInserts && rows.stream().allMatch(row -> row.op() == RowOp.INSERT);
        if (isAllInserts) {
            return List.of(new Run(RowOp.INSERT, rows));
        }
        return hasInserts ? inOrder(rows, layout) : byOperation(lastOfEachKey(rows, layout));
    }

    private static List<Run> inOrder(List<Row> rows, Layout layout) {
        List<Run> runs = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= rows.size(); i++) {
            if (i == rows.size() || rows.get(i).op() != rows.get(begin).op()) {
                List<Row> run = rows.subList(begin, i);
                RowOp op = run.get(0).op();
                runs.add(new Run(op, op == RowOp.INSERT ? run : lastOfEachKey(run, layout)));
                begin = i;
            }
        }
        return runs;
    }

    private static List<Run> byOperation(List<Row> rows) {
        List<Run> runs = new ArrayList<>();
        for (RowOp op : RowOp.values()) {
            List<Row> ofOp = rows.stream().filter(row -> row.op() == op).toList();
            if (!ofOp.isEmpty()) {
                runs.add(new Run(op, ofOp));
            }
        }
        return runs;
    }

    private static List<Row> lastOfEachKey(List<Row> rows, Layout layout) {
        List<Layout.PartColumn> key = keyColumns(layout);
        Map<Object, Row> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(key(row, key), row));
        return last.size() == rows.size() ? rows : List.copyOf(last.values());
    }

    /** The keys of the rows that are not just added. */
    static Set<Object> changedKeys(List<Row> rows, Layout layout) {
        List<Layout.PartColumn> key = keyColumns(layout);
        Set<Object> keys = new HashSet<>();
        for (Row row : rows) {
            if (row.op() != RowOp.INSERT) {
                keys.add(key(row, key));
            }
        }
        return keys;
    }

    private static List<Layout.PartColumn> keyColumns(Layout layout) {
        Layout.Part first = layout.parts().get(0);
        return first.target().key().stream()
                .map(place -> first.columns().get(place))
                .toList();
    }

    private static Object key(Row row, List<Layout.PartColumn> columns) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            Layout.PartColumn column = columns.get(i);
            values[i] = column.objectIndex() < 0
                    ? (Object) row.number(column.index())
                    : comparable(row.object(column.objectIndex()));
        }
        return List.of(values);
    }

    private static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        return value instanceof java.math.BigDecimal decimal ? decimal.stripTrailingZeros() : value;
    }
}
