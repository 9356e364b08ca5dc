package org.lsst.efd.window.statistics;

/**
 * A sample of which no value is kept: constant state, whatever the number of values.
 *
 * <p>Median and quantiles are not defined. Not thread-safe.
 */
final class RunningSample implements ColumnSample {
    private final CompensatedSum sum = new CompensatedSum();
    private final SumOfSquares squares = new SumOfSquares();
    private final RunningVariance variance = new RunningVariance();

    private int count;
    private double min;
    private double max;

    void clear() {
        sum.clear();
        squares.clear();
        variance.clear();
        count = 0;
    }

    /** Adds a value that is not NaN. */
    void add(double value) {
        min = count == 0 ? value : Math.min(min, value);
        max = count == 0 ? value : Math.max(max, value);
        count++;
        sum.add(value);
        squares.add(value);
        if (Double.isFinite(value)) {
            variance.add(value);
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public double sum() {
        return sum.value();
    }

    @Override
    public double mean() {
        return Math.max(min, Math.min(max, sum.mean(count)));
    }

    @Override
    public double min() {
        return min;
    }

    @Override
    public double max() {
        return max;
    }

    @Override
    public double rms() {
        return squares.rootMean(count);
    }

    @Override
    public double stdev() {
        return holdsInfinity() ? Double.NaN : variance.stdev();
    }

    @Override
    public double variance() {
        return holdsInfinity() ? Double.NaN : variance.variance();
    }

    private boolean holdsInfinity() {
        return Double.isInfinite(min) || Double.isInfinite(max);
    }

    @Override
    public double median() {
        return Double.NaN;
    }

    @Override
    public double quantile(long numerator, long denominator, QuantileMethod method) {
        return Double.NaN;
    }
}
