package org.lsst.efd.connect.common.time;

/** The unit of a numeric stamp. */
public enum StampUnit {
    /** What the schema says (logical types), else seconds for floating point and milliseconds for integers. */
    AUTO(0),
    /** Seconds. */
    S(1_000_000_000),
    /** Milliseconds. */
    MS(1_000_000),
    /** Microseconds. */
    US(1_000),
    /** Nanoseconds. */
    NS(1);

    private final long nanos;

    StampUnit(long nanos) {
        this.nanos = nanos;
    }

    /** Length of the unit in nanoseconds; 0 for {@link #AUTO}. */
    public long nanos() {
        return nanos;
    }
}
