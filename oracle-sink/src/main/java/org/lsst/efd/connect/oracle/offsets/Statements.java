package org.lsst.efd.connect.oracle.offsets;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The statements of a connection, which keeps them open and closes them. */
@FunctionalInterface
public interface Statements {
    /** The statement of this text. */
    PreparedStatement prepared(String sql) throws SQLException;
}
