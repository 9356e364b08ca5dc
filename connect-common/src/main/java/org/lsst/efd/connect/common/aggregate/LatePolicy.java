package org.lsst.efd.connect.common.aggregate;

/** What becomes of a record whose windows are all closed. */
public enum LatePolicy {
    /** It is counted and dropped. */
    DROP,
    /** It is a bad record. */
    REPORT
}
