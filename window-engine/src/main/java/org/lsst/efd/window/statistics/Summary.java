package org.lsst.efd.window.statistics;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of one window of one group: for each column, each statistic in the configured order.
 *
 * <p>Immutable once a window has told it.
 */
public final class Summary {
    private final int statisticCount;
    private final long records;
    private final int layout;
    private final int width;
    private final boolean isOverBudget;
    /** Column by column; meaningful where {@link #present} is set. */
    private final double[] values;

    private final BitSet present;
    private final BitSet seenColumns = new BitSet();

    Summary(int statisticCount, long records, int layout, int width, boolean isOverBudget) {
        this.statisticCount = statisticCount;
        this.records = records;
        this.layout = layout;
        this.width = width;
        this.isOverBudget = isOverBudget;
        this.values = new double[statisticCount * width];
        this.present = new BitSet(values.length);
    }

    void tell(
            int column, Statistics statistics, @Nullable ColumnSample sample, int nanCount, double first, double last) {
        seenColumns.set(column);
        int sampled = sample == null ? 0 : sample.count();
        boolean isFirstOnly =
                statistics.smallSample() == SmallSample.FIRST && sampled < statistics.minSampleSize() && sampled > 0;
        for (int i = 0; i < statisticCount; i++) {
            Statistic statistic = statistics.wanted().get(i);
            int index = column * statisticCount + i;
            if (statistic.kind() == Statistic.Kind.COUNT) {
                set(index, sampled + (double) nanCount);
            } else if (nanCount > 0) {
                values[index] = Double.NaN;
                present.set(index, statistics.nanPolicy() == NanPolicy.PROPAGATE);
            } else if (isFirstOnly) {
                set(index, first);
            } else if (sample != null && isDefined(statistic, sampled, statistics.minSampleSize())) {
                set(index, valueOf(statistic, sample, statistics.quantileMethod(), first, last));
            }
        }
    }

    private static boolean isDefined(Statistic statistic, int sampled, int minSampleSize) {
        int needed = statistic.kind().neededValues();
        return sampled >= needed && (needed < 2 || sampled >= minSampleSize);
    }

    private static double valueOf(
            Statistic statistic, ColumnSample sample, QuantileMethod method, double first, double last) {
        return switch (statistic.kind()) {
            case COUNT -> sample.count();
            case SUM -> sample.sum();
            case MEAN -> sample.mean();
            case MIN -> sample.min();
            case MAX -> sample.max();
            case RANGE -> sample.max() - sample.min();
            case FIRST -> first;
            case LAST -> last;
            case RMS -> sample.rms();
            case STDEV -> sample.stdev();
            case VARIANCE -> sample.variance();
            case MEDIAN -> sample.median();
            case QUANTILE -> sample.quantile(statistic.numerator(), statistic.denominator(), method);
        };
    }

    private void set(int index, double value) {
        values[index] = value;
        present.set(index, !Double.isNaN(value));
    }

    /** Number of records in the window. */
    public long records() {
        return records;
    }

    /** The layout of the record with the greatest layout version, the last one among equals. */
    public int layout() {
        return layout;
    }

    /** Number of columns that a record of the window had. */
    public int columns() {
        return seenColumns.cardinality();
    }

    /** Whether a record of the window had this column, with a value or without. */
    public boolean hasColumn(int column) {
        return seenColumns.get(column);
    }

    /** Whether the statistic of this number in the configured order has a value for this column. */
    public boolean has(int column, int statistic) {
        return column < width && present.get(column * statisticCount + statistic);
    }

    /**
     * The value of a statistic, NaN only where the NaN policy says so.
     *
     * @throws IllegalStateException if it has none
     */
    public double value(int column, int statistic) {
        if (!has(column, statistic)) {
            throw new IllegalStateException("statistic " + statistic + " of column " + column + " has no value");
        }
        return values[column * statisticCount + statistic];
    }

    /** Whether the budget for samples was exhausted, so that medians and quantiles are absent. */
    public boolean isOverBudget() {
        return isOverBudget;
    }
}
