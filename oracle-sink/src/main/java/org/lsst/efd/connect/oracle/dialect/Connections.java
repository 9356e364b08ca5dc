package org.lsst.efd.connect.oracle.dialect;

import java.sql.Connection;
import java.sql.SQLException;

/** Makes connections to the database, set up for their purpose. */
@FunctionalInterface
public interface Connections {
    /** A new connection; whoever asked closes it. */
    Connection connect(Dialect.Purpose purpose) throws SQLException;
}
