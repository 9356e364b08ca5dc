package org.lsst.efd.connect.parquet.rows;

/** What becomes of arrays. */
public enum ArrayHandling {
    /** A list. */
    LIST,
    /** A column for each element. */
    FLATTEN,
    /** One text with their JSON form. */
    JSON,
    /** They are left out. */
    SKIP
}
