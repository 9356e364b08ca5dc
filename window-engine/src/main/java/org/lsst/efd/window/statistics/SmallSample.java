package org.lsst.efd.window.statistics;

/** What is told of a column with fewer values than the smallest sample size asked for. */
public enum SmallSample {
    /** Statistics that need two values are absent; those that are exact for one value are told. */
    NULL,
    /** Every statistic but the count is the first value by event time, the standard deviation too. */
    FIRST
}
