package org.lsst.efd.connect.oracle.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a table must have so that the rows made under it can be written. The index of a column here is its index in rows.
 *
 * @param columns in the order in which they became known; a later spec of the same table only adds and widens
 * @param key indexes of the columns of the primary key, in its order; empty for none
 * @param mark the comment that says whose table it is
 * @param policy what may be done to it
 */
public record TableSpec(
        TableName name, List<ColumnSpec> columns, List<Integer> key, TableMark mark, TablePolicy policy) {
    public TableSpec {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** Index of the column that holds the event time; empty where none does. */
    public Optional<Integer> timeColumn() {
        return policy.timestampColumn().flatMap(wanted -> IntStream.range(0, columns.size())
                .filter(index -> columns.get(index).name().equals(wanted))
                .boxed()
                .findFirst());
    }
}
