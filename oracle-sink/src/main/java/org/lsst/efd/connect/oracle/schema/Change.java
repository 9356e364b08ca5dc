package org.lsst.efd.connect.oracle.schema;

import java.util.List;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.NewTable;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.TableName;

/** A step from what there is to what is wanted. */
public sealed interface Change {
    /** Its statements. */
    List<String> statements(Dialect dialect);

    /** A table is made, or a further part of one. */
    record Create(NewTable table) implements Change {
        @Override
        public List<String> statements(Dialect dialect) {
            return dialect.create(table);
        }
    }

    /** Columns are added. */
    record AddColumns(TableName table, List<ColumnSpec> columns) implements Change {
        @Override
        public List<String> statements(Dialect dialect) {
            return dialect.addColumns(table, columns);
        }
    }

    /** A column becomes wider. */
    record Widen(TableName table, ColumnSpec column) implements Change {
        @Override
        public List<String> statements(Dialect dialect) {
            return dialect.widen(table, column);
        }
    }

    /** The comment of a table is to say more. */
    record Mark(TableName table, String comment) implements Change {
        @Override
        public List<String> statements(Dialect dialect) {
            return List.of(dialect.comment(table, comment));
        }
    }
}
