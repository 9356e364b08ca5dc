package org.lsst.efd.connect.oracle.dialect;

import java.sql.SQLException;

/** The bytes of a {@code COPY}. */
@FunctionalInterface
public interface CopyContent {
    /** Sends all bytes, in pieces. */
    void sendTo(Pieces pieces) throws SQLException;

    /** Where they go. */
    @FunctionalInterface
    interface Pieces {
        /** Sends the first bytes of an array, which may be changed afterwards. */
        void send(byte[] bytes, int length) throws SQLException;
    }
}
