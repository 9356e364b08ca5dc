package org.lsst.efd.connect.common.sink;

/** What becomes of records without a value (tombstones). */
public enum NullValues {
    /** They are counted and dropped. */
    IGNORE,
    /** They are bad records. */
    FAIL,
    /** They reach the stage and the destination, which knows what to do. */
    PASS
}
