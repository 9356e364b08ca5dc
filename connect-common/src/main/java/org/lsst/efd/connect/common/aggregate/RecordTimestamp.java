package org.lsst.efd.connect.common.aggregate;

/** The Kafka timestamp of an aggregated record. */
public enum RecordTimestamp {
    /** The middle of the window. */
    MIDPOINT,
    /** Its first millisecond. */
    START,
    /** The first millisecond after it. */
    END,
    /** The wall clock when it is told. */
    NOW
}
