package org.lsst.efd.connect.common.aggregate;

/** What becomes of an array of numbers. */
public enum ArrayMode {
    /** Each index is a column of its own. */
    ELEMENTS,
    /** All elements of all records of a window are one sample. */
    POOLED,
    /** It is left out. */
    SKIP
}
