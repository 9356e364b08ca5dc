package org.lsst.efd.connect.influxdb.settings;

/** What becomes of points that are older than the retention policy keeps. */
public enum ExpiredPoints {
    /** They are dropped and counted. */
    IGNORE,
    /** They are bad records. */
    REPORT
}
