package org.lsst.efd.window.statistics;

/**
 * The values of one column of one window, ready to be summarised.
 *
 * <p>No value is NaN; infinities are values. A result is NaN where the statistic is not defined for these values, e.g.
 * the deviation of an infinity or a quantile of values that were not kept.
 */
sealed interface ColumnSample permits SortedSample, RunningSample {
    int count();

    double sum();

    double mean();

    double min();

    double max();

    double rms();

    double stdev();

    double variance();

    double median();

    /** The quantile of probability {@code numerator / denominator}. */
    double quantile(long numerator, long denominator, QuantileMethod method);
}
