package org.lsst.efd.window.statistics;

/**
 * A sum of doubles whose rounding errors are summed beside it.
 *
 * <p>Each addition also yields its exact rounding error (Knuth, The Art of Computer Programming, vol. 2, section 4.2.2,
 * theorem B); the sum of those errors is added at the end (Ogita, Rump and Oishi 2005, "Accurate sum and dot product",
 * algorithm Sum2). With u = 2⁻⁵³ the error of the result is at most u·|Σx| + (n·u)²·Σ|x|.
 *
 * <p>A sum that leaves the range of a double is carried on scaled down, so that {@link #mean} stays finite for finite
 * values. Not thread-safe.
 */
final class CompensatedSum {
    private static final double SMALLER = 0x1p-64;

    private double sum;
    private double errors;
    private double scale = 1;
    /** Sum of the infinities among the values; 0 while there are none. */
    private double infinities;

    void clear() {
        sum = 0;
        errors = 0;
        scale = 1;
        infinities = 0;
    }

    void add(double value) {
        if (Double.isInfinite(value)) {
            infinities += value;
            return;
        }
        double scaled = value * scale;
        double total = sum + scaled;
        if (Double.isInfinite(total)) {
            sum *= SMALLER;
            errors *= SMALLER;
            scale *= SMALLER;
            add(value);
            return;
        }
        errors += roundingError(sum, scaled, total);
        sum = total;
    }

    /** Adds what other additions came to: a finite sum and the rounding errors beside it. */
    void add(double otherSum, double otherErrors) {
        add(otherSum);
        errors += otherErrors * scale;
    }

    void addAll(double[] values, int count) {
        double fastSum = sum;
        double fastErrors = errors;
        for (int i = 0; i < count; i++) {
            double total = fastSum + values[i];
            fastErrors += roundingError(fastSum, values[i], total);
            fastSum = total;
        }
        boolean isPlain = scale == 1 && infinities == 0 && Double.isFinite(fastSum);
        if (isPlain) {
            sum = fastSum;
            errors = fastErrors;
            return;
        }
        for (int i = 0; i < count; i++) {
            add(values[i]);
        }
    }

    /** The exact {@code a + b − total}, where {@code total} is the rounded {@code a + b}. */
    static double roundingError(double a, double b, double total) {
        double addedToA = total - a;
        return (a - (total - addedToA)) + (b - addedToA);
    }

    /** The sum; infinite if it is too large, NaN if there are infinities of both signs. */
    double value() {
        return infinities != 0 ? infinities : (sum + errors) / scale;
    }

    /** The sum divided by {@code count}, finite whenever all values are. */
    double mean(long count) {
        return infinities != 0 ? infinities : (sum + errors) / count / scale;
    }
}
