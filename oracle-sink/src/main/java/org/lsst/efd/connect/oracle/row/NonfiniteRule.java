package org.lsst.efd.connect.oracle.row;

/** What becomes of NaN and infinities. */
public enum NonfiniteRule {
    /** They are stored. */
    STORE,
    /** They become NULL. */
    NULL,
    /** They make the record bad. */
    FAIL
}
