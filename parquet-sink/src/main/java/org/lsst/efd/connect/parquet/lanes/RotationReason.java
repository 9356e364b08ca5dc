package org.lsst.efd.connect.parquet.lanes;

/** Why a file ended. */
public enum RotationReason {
    /** It held as many records as are allowed. */
    RECORDS,
    /** It was as large as is allowed. */
    BYTES,
    /** The next record was too far from others in event time. */
    EVENT_SPAN,
    /** No record came for a while. */
    IDLE,
    /** It had been open for long enough. */
    AGE,
    /** Event time had passed the end of its directory's date. */
    LATE,
    /** The shape of rows changed, for the same source schema. */
    SHAPE,
    /** Memory was short. */
    BUDGET
}
