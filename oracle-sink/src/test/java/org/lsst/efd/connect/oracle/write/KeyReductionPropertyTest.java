package org.lsst.efd.connect.oracle.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.row.TestRows;
import org.lsst.efd.connect.oracle.schema.Layout;

final class KeyReductionPropertyTest {
    /** Statements of a run may come in any order: keys within it are distinct but for inserts. */
    @Property
    void theTableEndsAsIfRowsWereWrittenOneByOne(@ForAll long seed, @ForAll boolean hasInserts) {
        SplittableRandom random = new SplittableRandom(seed);
        Layout layout = TestRows.layout();
        Map<Long, Long> oneByOne = new TreeMap<>();
        List<Row> rows = new ArrayList<>();
        int count = random.nextInt(1, 80);
        for (int i = 0; i < count; i++) {
            long key = random.nextInt(10);
            boolean isDelete = hasInserts ? oneByOne.containsKey(key) : random.nextInt(3) == 0;
            RowOp op = isDelete ? RowOp.DELETE : hasInserts ? RowOp.INSERT : RowOp.UPSERT;
            rows.add(TestRows.row(op, key, i));
            apply(oneByOne, op, key, i);
        }

        Map<Long, Long> reduced = new TreeMap<>();
        for (KeyReduction.Run run : KeyReduction.runs(rows, layout)) {
            Set<Long> keys = new HashSet<>();
            for (Row row : run.rows()) {
                assertThat(row.op()).isEqualTo(run.op());
                assertThat(keys.add(row.number(0)) || run.op() == RowOp.INSERT).isTrue();
                apply(reduced, run.op(), row.number(0), row.number(1));
            }
        }

        assertThat(reduced).isEqualTo(oneByOne);
    }

    private static void apply(Map<Long, Long> table, RowOp op, long key, long value) {
        if (op == RowOp.DELETE) {
            table.remove(key);
        } else {
            table.put(key, value);
        }
    }
}
