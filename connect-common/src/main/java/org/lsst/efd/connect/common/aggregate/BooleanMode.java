package org.lsst.efd.connect.common.aggregate;

/** What becomes of a boolean. */
public enum BooleanMode {
    /** It is left out. */
    SKIP,
    /** It is the number 0 or 1, so that the mean is the fraction that is true. */
    NUMBER
}
