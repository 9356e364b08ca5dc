package org.lsst.efd.window.statistics;

/**
 * How a quantile is read from a sorted sample x₁…xₙ.
 *
 * <p>{@code EXCLUSIVE} and {@code INCLUSIVE} are the two methods of Python's {@code statistics.quantiles}; Hyndman and
 * Fan (1996), "Sample quantiles in statistical packages", call them types 6 and 7.
 */
public enum QuantileMethod {
    /** Position q·(n + 1); extrapolates beyond the sample when the position is below 1 or above n. */
    EXCLUSIVE,
    /** As {@code EXCLUSIVE}, but never below the smallest or above the largest value. */
    EXCLUSIVE_CLAMPED,
    /** Position q·(n − 1) + 1: the smallest value is quantile 0, the largest quantile 1. */
    INCLUSIVE
}
