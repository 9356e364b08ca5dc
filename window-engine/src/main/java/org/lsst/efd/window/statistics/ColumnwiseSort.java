package org.lsst.efd.window.statistics;

/**
 * Sorts every column of a matrix that is kept by rows, all columns at once.
 *
 * <p>A sorting network compares the same places whatever the values are: a step takes two rows and leaves in one the
 * smaller and in the other the larger value of each column. That is a loop without a branch over two arrays, which the
 * compiler turns into vector instructions. The network is Batcher's merge exchange (Knuth, The Art of Computer
 * Programming, vol. 3, section 5.2.2, algorithm M): about n·(log₂ n)²/4 steps for n rows.
 *
 * <p>−0 comes before 0.
 */
final class ColumnwiseSort {
    /** Values that are sorted together, so that they stay in the processor's cache; more only of very many rows. */
    private static final int CACHED_VALUES = 32_768;

    private static final int NARROWEST_TILE = 64;

    private ColumnwiseSort() {}

    /** Sorts the first {@code count} rows, each of at least {@code width} values, none of them NaN, in place. */
    static void sort(double[][] rows, int count, int width) {
        int tile = Math.max(NARROWEST_TILE, CACHED_VALUES / Math.max(1, count));
        for (int from = 0; from < width; from += tile) {
            sort(rows, count, from, Math.min(width, from + tile));
        }
    }

    private static void sort(double[][] rows, int count, int from, int to) {
        int half = Integer.highestOneBit(Math.max(1, count - 1));
        for (int bit = half; count > 1 && bit > 0; bit >>= 1) {
            int remainder = 0;
            int distance = bit;
            for (int merged = half; merged >= bit; merged >>= 1) {
                for (int row = 0; row < count - distance; row++) {
                    if ((row & bit) == remainder) {
                        exchange(rows[row], rows[row + distance], from, to);
                    }
                }
                distance = merged - bit;
                remainder = bit;
            }
        }
    }

    private static void exchange(double[] smaller, double[] larger, int from, int to) {
        for (int i = from; i < to; i++) {
            double a = smaller[i];
            double b = larger[i];
            smaller[i] = Math.min(a, b);
            larger[i] = Math.max(a, b);
        }
    }
}
