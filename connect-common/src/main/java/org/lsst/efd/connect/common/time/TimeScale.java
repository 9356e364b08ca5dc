package org.lsst.efd.connect.common.time;

/** The time scale of a stamp. */
public enum TimeScale {
    /** Coordinated universal time, counted since 1970-01-01 without leap seconds, as Unix and Kafka do. */
    UTC,
    /** International atomic time, counted since 1970-01-01: ahead of UTC by 37 s since 2017. */
    TAI
}
