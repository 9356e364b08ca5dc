package org.lsst.efd.window.statistics;

/** What a value that is not a number does to the statistics of its column. */
public enum NanPolicy {
    /** It is left out, and not counted. */
    IGNORE,
    /** It is counted, and every other statistic of the column is NaN. */
    PROPAGATE,
    /** It is counted, and every other statistic of the column is absent. */
    NULL
}
