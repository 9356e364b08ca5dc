package org.lsst.efd.window.statistics;

/**
 * A sample of which all values are kept, sorted once for all that is asked.
 *
 * <p>The mean is a compensated sum divided by n. Variance and standard deviation take a second pass over the deviations
 * d from that mean, corrected for what the mean lost to rounding: (Σd² − (Σd)²/n) / (n − 1) (Chan, Golub and LeVeque
 * 1983, "Algorithms for computing the sample variance", formula 1.7). Deviations whose squares would leave the range of
 * a double are scaled by a power of two.
 *
 * <p>One object serves many samples, one after the other. Not thread-safe.
 */
final class SortedSample implements ColumnSample {
    private static final double LARGEST_UNSCALED = 0x1p480;
    private static final double SMALLEST_UNSCALED = 0x1p-420;

    private final SampleSort sorter = new SampleSort();
    private final CompensatedSum sum = new CompensatedSum();
    private final SumOfSquares squares = new SumOfSquares();

    private double[] sorted = {};
    private int count;
    /** Where a column of {@link AlignedSamples} is copied to. */
    private double[] column = {};

    private double mean;
    /** Σd² − (Σd)²/n of the deviations times {@link #scale}. */
    private double squaredDeviations;

    private double scale;
    private boolean hasDeviations;
    /** Σd and Σd², where {@link #hasPlainSums}. */
    private double plainSum;

    private double plainSumOfSquares;
    private boolean hasPlainSums;

    /**
     * Takes the first {@code count} values of an array, at least one and none NaN, and sorts them in place. The array
     * must stay as it is until the next call.
     */
    SortedSample load(double[] values, int valueCount) {
        sorter.sort(values, valueCount);
        loadSorted(values, valueCount);
        sum.addAll(values, valueCount);
        mean = meanOfSum();
        return this;
    }

    /** Takes the column of a place in samples that are summarised. They must stay as they are until the next call. */
    SortedSample load(AlignedSamples samples, int place) {
        if (column.length < samples.rows()) {
            column = new double[samples.rows()];
        }
        samples.copyColumn(place, column);
        loadSorted(column, samples.rows());
        if (Double.isFinite(samples.sum(place))) {
            sum.add(samples.sum(place), samples.sumError(place));
            mean = samples.mean(place);
            plainSum = samples.sumOfDeviations(place);
            plainSumOfSquares = samples.sumOfSquaredDeviations(place);
            hasPlainSums = true;
        } else {
            sum.addAll(column, count);
            mean = meanOfSum();
        }
        return this;
    }

    private void loadSorted(double[] values, int valueCount) {
        sorted = values;
        count = valueCount;
        sum.clear();
        hasDeviations = false;
        hasPlainSums = false;
    }

    private double meanOfSum() {
        return Math.max(min(), Math.min(max(), sum.mean(count)));
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
        return mean;
    }

    @Override
    public double min() {
        return sorted[0];
    }

    @Override
    public double max() {
        return sorted[count - 1];
    }

    @Override
    public double rms() {
        squares.clear();
        for (int i = 0; i < count; i++) {
            squares.add(sorted[i]);
        }
        return squares.rootMean(count);
    }

    @Override
    public double stdev() {
        findDeviations();
        return Math.sqrt(squaredDeviations / (count - 1)) / scale;
    }

    @Override
    public double variance() {
        findDeviations();
        return squaredDeviations / (count - 1) / scale / scale;
    }

    private void findDeviations() {
        if (hasDeviations) {
            return;
        }
        hasDeviations = true;
        double largest = Math.max(max() - mean, mean - min());
        if (largest == 0 || (largest > SMALLEST_UNSCALED && largest < LARGEST_UNSCALED)) {
            scale = 1;
            squaredDeviations = plainDeviations();
        } else {
            scale = largest > 1 ? 0x1p-1020 : 0x1p500;
            squaredDeviations = scaledDeviations();
        }
        if (Double.isInfinite(min()) || Double.isInfinite(max())) {
            squaredDeviations = Double.NaN;
        }
    }

    private double plainDeviations() {
        if (!hasPlainSums) {
            sumUpDeviations();
        }
        return plainSumOfSquares - plainSum * plainSum / count;
    }

    private void sumUpDeviations() {
        double total = 0;
        double totalOfSquares = 0;
        for (int i = 0; i < count; i++) {
            double deviation = sorted[i] - mean;
            total += deviation;
            totalOfSquares += deviation * deviation;
        }
        plainSum = total;
        plainSumOfSquares = totalOfSquares;
        hasPlainSums = true;
    }

    private double scaledDeviations() {
        double total = 0;
        double totalOfSquares = 0;
        for (int i = 0; i < count; i++) {
            double deviation = scale < 1 ? sorted[i] * scale - mean * scale : (sorted[i] - mean) * scale;
            total += deviation;
            totalOfSquares += deviation * deviation;
        }
        return totalOfSquares - total * total / count;
    }

    @Override
    public double median() {
        double upper = sorted[count / 2];
        if (count % 2 == 1) {
            return upper;
        }
        double lower = sorted[count / 2 - 1];
        double sumOfTwo = lower + upper;
        return Double.isInfinite(sumOfTwo) ? lower / 2 + upper / 2 : sumOfTwo / 2;
    }

    /**
     * {@inheritDoc} The position q·m (m = n + 1, or n − 1 counted from the first value) is split into its whole part j
     * and its rest in exact integers, as Python's {@code statistics.quantiles} does.
     */
    @Override
    public double quantile(long numerator, long denominator, QuantileMethod method) {
        if (count < 2) {
            return Double.NaN;
        }
        boolean isInclusive = method == QuantileMethod.INCLUSIVE;
        long position = numerator * (isInclusive ? count - 1 : count + 1);
        int whole = (int) (position / denominator) + (isInclusive ? 1 : 0);
        int below = Math.max(1, Math.min(count - 1, whole));
        long rest = position - (below - (isInclusive ? 1L : 0L)) * denominator;
        double value = interpolate(sorted[below - 1], sorted[below], (double) rest, (double) denominator);
        return method == QuantileMethod.EXCLUSIVE_CLAMPED ? Math.max(min(), Math.min(max(), value)) : value;
    }

    /**
     * {@code a + (b − a) · numerator / denominator}, every step carried to twice the precision of a double (the error
     * of a product is exact with a fused multiply-add, that of a quotient follows from its remainder), so that the
     * result is right to the last bit or its neighbour also where a and b nearly cancel.
     */
    private static double interpolate(double a, double b, double numerator, double denominator) {
        if (a == b || numerator == 0) {
            return a;
        }
        double difference = b - a;
        double product = difference * numerator;
        if (Double.isInfinite(product)) {
            return Double.isInfinite(a) || Double.isInfinite(b)
                    ? a * (1 - numerator / denominator) + b * (numerator / denominator)
                    : interpolate(a * 0x1p-64, b * 0x1p-64, numerator, denominator) * 0x1p64;
        }
        double differenceError = CompensatedSum.roundingError(b, -a, difference);
        double productError = Math.fma(difference, numerator, -product) + differenceError * numerator;
        double step = product / denominator;
        double stepError = (Math.fma(-step, denominator, product) + productError) / denominator;
        double value = a + step;
        return value + (CompensatedSum.roundingError(a, step, value) + stepError);
    }
}
