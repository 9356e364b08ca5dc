package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.util.List;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;

/** A way for rows to get into a table. */
interface RowPath {
    /** Comes before the rows of a transaction, and before those of each further attempt at it. */
    default void begin() {}

    /** Does what must not happen within a savepoint. */
    default void prepare(Session session, Layout.Part part, RowOp op) throws SQLException {}

    /**
     * Writes rows into a part of their table, all or an exception.
     *
     * @param rows of this operation, each key once but for inserts
     */
    void write(Session session, Layout.Part part, RowOp op, List<Row> rows) throws SQLException;

    /**
     * Comes before the commit.
     *
     * @throws SQLException if the rows must not be committed
     */
    default void end(Session session) throws SQLException {}
}
