package org.lsst.efd.window.statistics;

/**
 * The variance of a sample of which no value is kept.
 *
 * <p>One-pass update of mean and squared deviations (Welford 1962; Knuth, The Art of Computer Programming, vol. 2,
 * section 4.2.2, formulas 15 and 16) on x − x₁. Without the shift by the first value the update loses the digits that
 * matter when the mean is large beside the spread, as with time stamps. Deviations are scaled by a power of two where
 * their squares would leave the range of a double.
 *
 * <p>Values must be finite. Not thread-safe.
 */
final class RunningVariance {
    private static final double SMALLER = 0x1p-700;
    private static final double LARGER = 0x1p500;
    private static final double TINY = 0x1p-450;

    private long count;
    private double shift;
    private double mean;
    private double squares;
    private double scale = 1;

    void clear() {
        count = 0;
        mean = 0;
        squares = 0;
        scale = 1;
    }

    void add(double value) {
        count++;
        if (count == 1) {
            shift = value;
            return;
        }
        update(value);
    }

    private void update(double value) {
        double deviation = scale < 1 ? value * scale - shift * scale : (value - shift) * scale;
        boolean isFirstDeviation = squares == 0 && mean == 0;
        if (isFirstDeviation && scale == 1 && deviation != 0 && Math.abs(deviation) < TINY) {
            scale = LARGER;
            update(value);
            return;
        }
        double fromOldMean = deviation - mean;
        double newMean = mean + fromOldMean / count;
        double newSquares = squares + fromOldMean * (deviation - newMean);
        if (!Double.isFinite(newSquares)) {
            scale *= SMALLER;
            mean *= SMALLER;
            squares = squares * SMALLER * SMALLER;
            update(value);
            return;
        }
        mean = newMean;
        squares = newSquares;
    }

    /** Sum of squared deviations divided by n − 1; needs two values. */
    double variance() {
        return squares / (count - 1) / scale / scale;
    }

    /** Root of the variance, also where the variance itself is out of range; needs two values. */
    double stdev() {
        return Math.sqrt(squares / (count - 1)) / scale;
    }
}
