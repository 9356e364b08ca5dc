package org.lsst.efd.window.statistics;

/**
 * A sum of squares that neither overflows nor underflows on the way.
 *
 * <p>Large, medium and small values go to accumulators of their own, the outer two scaled by powers of two (Blue 1978,
 * "A portable Fortran program to find the Euclidean norm of a vector"; the limits are those of Anderson 2017, "Safe
 * scaling in the level 1 BLAS", for doubles). Not thread-safe.
 */
final class SumOfSquares {
    private static final double LARGE = 0x1p486;
    private static final double SMALL = 0x1p-511;
    private static final double SHRINK = 0x1p-538;
    private static final double STRETCH = 0x1p537;

    private double large;
    private double medium;
    private double small;

    void clear() {
        large = 0;
        medium = 0;
        small = 0;
    }

    void add(double value) {
        double magnitude = Math.abs(value);
        if (magnitude > LARGE) {
            large += (value * SHRINK) * (value * SHRINK);
        } else if (magnitude < SMALL) {
            small += (value * STRETCH) * (value * STRETCH);
        } else {
            medium += value * value;
        }
    }

    /** The root of the mean of the squares of {@code count} values. */
    double rootMean(long count) {
        if (large > 0) {
            return Math.sqrt((large + medium * SHRINK * SHRINK) / count) / SHRINK;
        }
        if (medium > 0) {
            return Math.sqrt((medium + small / STRETCH / STRETCH) / count);
        }
        return Math.sqrt(small / count) / STRETCH;
    }
}
