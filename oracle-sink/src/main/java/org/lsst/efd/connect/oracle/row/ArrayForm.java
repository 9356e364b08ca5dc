package org.lsst.efd.connect.oracle.row;

/** What becomes of an array. */
public enum ArrayForm {
    /** A column for each element. */
    FLATTEN,
    /** An array of the database's own. */
    NATIVE,
    /** One column of JSON. */
    JSON,
    /** One column of packed little-endian elements. */
    BINARY,
    /** It is left out. */
    SKIP
}
