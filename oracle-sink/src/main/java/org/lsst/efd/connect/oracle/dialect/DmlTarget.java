package org.lsst.efd.connect.oracle.dialect;

import java.util.List;
import java.util.stream.IntStream;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.TableName;

/**
 * What a statement on rows is about.
 *
 * @param columns the columns that it touches, those of the key among them
 * @param key indexes among {@code columns} of the key, in its order
 */
public record DmlTarget(TableName name, List<ColumnSpec> columns, List<Integer> key) {
    public DmlTarget {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    List<Integer> all() {
        return IntStream.range(0, columns.size()).boxed().toList();
    }

    List<Integer> others() {
        return all().stream().filter(index -> !key.contains(index)).toList();
    }
}
