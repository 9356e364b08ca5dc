package org.lsst.efd.connect.oracle.row;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.Columns;
import org.lsst.efd.connect.common.flatten.Leaf;
import org.lsst.efd.connect.common.flatten.LeafKind;

/** Gives the leaves of values their columns in one table. Task thread only. */
final class ValueColumns implements Columns<LeafColumn> {
    private final LogicalTable table;
    private final ColumnTypes types;
    private final TableKey key;

    ValueColumns(LogicalTable table, ColumnTypes types, TableKey key) {
        this.table = table;
        this.types = types;
        this.key = key;
    }

    @Override
    public LeafColumn columnFor(Leaf leaf) {
        refuseLongArray(leaf);
        boolean isKey = key.isField(leaf.sourcePath());
        Column column =
                isStored(leaf, isKey) ? table.column(leaf.name(), types.of(leaf, isKey), isKey, comment(leaf)) : null;
        return new LeafColumn(column, leaf.path(), leaf.kind(), leaf.schema(), ColumnTypes.nanosPerUnit(leaf));
    }

    /** A column of the time or of the record key holds the same already. */
    private boolean isStored(Leaf leaf, boolean isKey) {
        RowRules rules = table.rules();
        boolean isWhole = leaf.kind() == LeafKind.WHOLE;
        if (isWhole && rules.arrays() == ArrayForm.FLATTEN && rules.longArrays() == ArrayForm.SKIP) {
            return leaf.schema().type() != org.apache.kafka.connect.data.Schema.Type.ARRAY;
        }
        if (rules.policy().timestampColumn().filter(leaf.name()::equals).isPresent()) {
            if (!isTimeField(leaf)) {
                throw new DataException(
                        "field " + leaf.path() + " and the event time would both be column " + leaf.name());
            }
            return false;
        }
        if (!isKey && table.find(leaf.name()).filter(Column::isKey).isPresent()) {
            if (rules.key().mode() != KeyMode.RECORD_KEY) {
                throw new DataException("field " + leaf.path()
                        + " and the coordinates of the record would both be column " + leaf.name());
            }
            return false;
        }
        return true;
    }

    private boolean isTimeField(Leaf leaf) {
        return key.isOfWindows()
                ? leaf.sourcePath().equals("time")
                : table.rules()
                        .time()
                        .field()
                        .filter(field -> field.toString().equals(leaf.sourcePath()))
                        .isPresent();
    }

    private void refuseLongArray(Leaf leaf) {
        RowRules rules = table.rules();
        if (rules.arrays() == ArrayForm.FLATTEN) {
            String array = longArray(leaf.path(), rules.arrayMax());
            if (array != null) {
                throw new LongArrayFound(array);
            }
        }
    }

    /** The source path of the array in this path whose index is not below the limit; null if there is none. */
    static @Nullable String longArray(String path, int limit) {
        for (int open = path.indexOf('['); open >= 0; open = path.indexOf('[', open + 1)) {
            int close = path.indexOf(']', open);
            String index = close < 0 ? "" : path.substring(open + 1, close);
            if (index.matches("\\d{1,9}") && Integer.parseInt(index) >= limit) {
                return path.substring(0, open).replaceAll("\\[\\d+]", "");
            }
        }
        return null;
    }

    private static String comment(Leaf leaf) {
        List<Optional<String>> parts = List.of(leaf.description(), leaf.units().map(units -> "[" + units + "]"));
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> part.ifPresent(words -> text.append(words).append(' ')));
        return text.append('(').append(leaf.path()).append(')').toString();
    }
}
