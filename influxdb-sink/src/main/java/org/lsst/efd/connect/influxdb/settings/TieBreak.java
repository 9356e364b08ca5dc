package org.lsst.efd.connect.influxdb.settings;

/** What tells records of equal time and tags apart. */
public enum TieBreak {
    /** Nothing: the later one overwrites the earlier one. */
    NONE,
    /** The last three digits of the time come from the offset. */
    OFFSET
}
