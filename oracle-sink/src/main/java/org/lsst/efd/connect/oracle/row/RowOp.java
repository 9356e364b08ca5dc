package org.lsst.efd.connect.oracle.row;

/** What a row does to its table. */
public enum RowOp {
    /** It is added. */
    INSERT,
    /** It is added, or replaces the row of its key. */
    UPSERT,
    /** It replaces the row of its key, if there is one. */
    UPDATE,
    /** The row of its key goes. */
    DELETE
}
