package org.lsst.efd.connect.oracle.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TableSpec;

/**
 * A table as the records seen so far want it. Columns are only added, and only become wider, so that rows of different
 * schemas share a batch. Task thread only, but for {@link #spec} results, which are immutable.
 */
public final class LogicalTable {
    private final TableName name;
    private final RowRules rules;
    private final String topic;
    private final String connector;
    private final boolean areNamesCaseless;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, Column> byName = new HashMap<>();
    private final Set<String> wholeArrays = new HashSet<>();
    private final List<String> keyOrder;
    private int objects;
    private @Nullable TableSpec spec;

    LogicalTable(
            TableName name,
            RowRules rules,
            String topic,
            String connector,
            boolean areNamesCaseless,
            List<String> keyOrder) {
        this.name = name;
        this.rules = rules;
        this.topic = topic;
        this.connector = connector;
        this.areNamesCaseless = areNamesCaseless;
        this.keyOrder = List.copyOf(keyOrder);
    }

    public TableName name() {
        return name;
    }

    /** When its rows are due. */
    public BatchLimits limits() {
        return rules.limits();
    }

    RowRules rules() {
        return rules;
    }

    String topic() {
        return topic;
    }

    int columnCount() {
        return columns.size();
    }

    int objectCount() {
        return objects;
    }

    /** The columns of the key, as far as they are known. */
    List<Column> keyColumns() {
        List<Column> key = new ArrayList<>();
        for (String keyName : keyOrder) {
            find(keyName).ifPresent(key::add);
        }
        columns.stream()
                .filter(column -> column.isKey() && !key.contains(column))
                .forEach(key::add);
        return key;
    }

    Optional<Column> find(String columnName) {
        return Optional.ofNullable(byName.get(nameKey(columnName)));
    }

    private String nameKey(String columnName) {
        return areNamesCaseless ? columnName.toLowerCase(java.util.Locale.ROOT) : columnName;
    }

    /**
     * The column of this name, added or made wider as needed.
     *
     * @throws DataException if the table has it with a type that cannot become this one
     */
    Column column(String columnName, ColumnType type, boolean isKey, String comment) {
        Column known = byName.get(nameKey(columnName));
        if (known == null) {
            return add(columnName, type, isKey, comment);
        }
        if (!known.name().equals(columnName)) {
            throw new DataException("columns " + known.name() + " and " + columnName + " of table " + name
                    + " differ in case only, which this database does not tell apart");
        }
        ColumnType wider = known.type()
                .widenedTo(type)
                .orElseThrow(() -> new DataException("column " + columnName + " of table " + name + " holds "
                        + known.type().kind() + ", and the record has " + type.kind()));
        if (!wider.equals(known.type())) {
            known.widen(wider);
            spec = null;
        }
        return known;
    }

    private Column add(String columnName, ColumnType type, boolean isKey, String comment) {
        int objectIndex = type.kind().isObject() ? objects++ : -1;
        Column column = new Column(columnName, columns.size(), objectIndex, type, isKey, comment);
        columns.add(column);
        byName.put(nameKey(columnName), column);
        spec = null;
        return column;
    }

    /** Arrays, by source path, that are too long to be columns. */
    Set<String> wholeArrays() {
        return Set.copyOf(wholeArrays);
    }

    /** Keeps an array whole from now on; false if it was already. */
    boolean keepWhole(String sourcePath) {
        boolean isNew = wholeArrays.add(sourcePath);
        if (isNew) {
            spec = null;
        }
        return isNew;
    }

    /** What the table must have for all rows made so far. */
    public TableSpec spec() {
        TableSpec known = spec;
        if (known == null) {
            known = new TableSpec(
                    name,
                    columns.stream()
                            .map(column ->
                                    new ColumnSpec(column.name(), column.type(), column.isKey(), column.comment()))
                            .toList(),
                    keyColumns().stream().map(Column::index).toList(),
                    new TableMark(rules.isShared() ? TableMark.ANY : topic, connector, wholeArrays),
                    rules.policy());
            spec = known;
        }
        return known;
    }
}
