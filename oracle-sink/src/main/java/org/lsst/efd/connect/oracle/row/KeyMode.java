package org.lsst.efd.connect.oracle.row;

/** Where the primary key comes from. */
public enum KeyMode {
    /** There is none. */
    NONE,
    /** Topic, partition and offset of the record as consumed. */
    KAFKA,
    /** The key of the record, or fields of it. */
    RECORD_KEY,
    /** Fields of the value. */
    RECORD_VALUE
}
