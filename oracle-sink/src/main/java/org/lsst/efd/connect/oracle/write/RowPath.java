package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.util.List;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;

/** A way for rows to get into a table. */
interface RowPath {
    /** Does what must not happen within a savepoint. */
    default void prepare(Session session, Layout.Part part, RowOp op) throws SQLException {}

    /**
     * Writes rows into a part of their table, all or an exception.
     *
     * @param rows of this operation, each key once but for inserts
     */
    void write(Session session, Layout.Part part, RowOp op, List<Row> rows) throws SQLException;
}
