package org.lsst.efd.connect.oracle.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.lsst.efd.connect.oracle.names.Identifiers;

/**
 * The primary key of one table: which of its columns are ours, and which fields of the value belong to it.
 *
 * @param ownColumns names of the columns that hold coordinates of the record, or its key
 * @param fields dotted paths of the fields of the value that belong to it
 * @param isOfWindows whether the table is of told windows
 */
record TableKey(List<String> ownColumns, Set<String> fields, List<String> order, boolean isOfWindows) {
    static final List<String> KAFKA_COLUMNS = List.of("KAFKA_TOPIC", "KAFKA_PARTITION", "KAFKA_OFFSET");

    /** The key that the rules ask for; names of a record key's own fields become known with the first of them. */
    static TableKey of(RowRules rules, Identifiers identifiers) {
        List<String> own = new ArrayList<>();
        List<String> fields = rules.key().fields();
        switch (rules.key().mode()) {
            case NONE, RECORD_VALUE -> {}
            case KAFKA -> (fields.isEmpty() ? KAFKA_COLUMNS : fields).forEach(name -> own.add(identifiers.of(name)));
            case RECORD_KEY -> fields.forEach(path -> own.add(columnName(path, rules, identifiers)));
        }
        Set<String> valueFields = rules.key().mode() == KeyMode.RECORD_VALUE ? Set.copyOf(fields) : Set.of();
        List<String> order = new ArrayList<>(own);
        if (rules.key().mode() == KeyMode.RECORD_VALUE) {
            fields.forEach(path -> order.add(columnName(path, rules, identifiers)));
        }
        return new TableKey(own, valueFields, withTimeFirst(order, rules), false);
    }

    /** The key of windows: their time and the fields that they are grouped by. */
    static TableKey ofWindows(RowRules rules, List<String> groupFields, Identifiers identifiers) {
        List<String> order = new ArrayList<>();
        groupFields.forEach(path -> order.add(columnName(path, rules, identifiers)));
        rules.policy().timestampColumn().ifPresent(time -> order.add(0, time));
        return new TableKey(List.of(), Set.copyOf(groupFields), order, true);
    }

    /** The column of the partitions must be in the key. */
    private static List<String> withTimeFirst(List<String> order, RowRules rules) {
        boolean isPartitioned = rules.policy().interval() != org.lsst.efd.connect.oracle.table.PartitionInterval.NONE;
        return rules.policy()
                .timestampColumn()
                .filter(time -> isPartitioned && !order.isEmpty() && !order.contains(time))
                .map(time -> {
                    List<String> longer = new ArrayList<>(order);
                    longer.add(0, time);
                    return List.copyOf(longer);
                })
                .orElse(List.copyOf(order));
    }

    private static String columnName(String path, RowRules rules, Identifiers identifiers) {
        return identifiers.of(path.replace(".", rules.flattener().delimiter()));
    }

    boolean isField(String sourcePath) {
        return fields.contains(sourcePath);
    }

    /** Whether the column of the event time is in it. */
    boolean holds(String column) {
        return order.contains(column);
    }
}
