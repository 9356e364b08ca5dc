package org.lsst.efd.connect.oracle.row;

/** What becomes of records without a value. */
public enum NullRule {
    /** They are counted and dropped. */
    IGNORE,
    /** They are bad records. */
    FAIL,
    /** The row of their key is deleted. */
    DELETE
}
