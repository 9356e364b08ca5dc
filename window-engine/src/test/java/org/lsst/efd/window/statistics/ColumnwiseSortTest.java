package org.lsst.efd.window.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ColumnwiseSortTest {
    private static final double[] SPECIAL = {
        0.0, -0.0, 1, -1, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    @Property(tries = 300)
    void ordersEveryColumnAsTheLibraryDoes(
            @ForAll long seed, @ForAll @IntRange(max = 130) int count, @ForAll @IntRange(max = 90) int width) {
        SplittableRandom random = new SplittableRandom(seed);
        assertSorts(matrix(count, width, () -> random.nextDouble(-1e3, 1e3)), width);
        assertSorts(matrix(count, width, () -> SPECIAL[random.nextInt(SPECIAL.length)]), width);
    }

    @Example
    void ordersWideAndHighMatricesTileByTile() {
        SplittableRandom random = new SplittableRandom(3);
        assertSorts(matrix(AlignedSamples.MOST_ROWS, 150, random::nextDouble), 150);
    }

    /** Of all inputs a sorting network is right if it is right for those of zeros and ones (Knuth, vol. 3, 5.3.4 Z). */
    @Example
    void ordersAllZerosAndOnes() {
        for (int count = 0; count <= 12; count++) {
            double[][] rows = new double[count][1 << count];
            for (int row = 0; row < count; row++) {
                for (int column = 0; column < 1 << count; column++) {
                    rows[row][column] = (column >> row) & 1;
                }
            }
            assertSorts(rows, 1 << count);
        }
    }

    @Example
    void leavesWhatIsBeyondTheWidthAndTheCount() {
        double[][] rows = {{3, 1}, {2, 0}, {1, -1}};
        ColumnwiseSort.sort(rows, 2, 1);
        assertThat(rows).isDeepEqualTo(new double[][] {{2, 1}, {3, 0}, {1, -1}});
    }

    private static double[][] matrix(int count, int width, java.util.function.DoubleSupplier value) {
        double[][] rows = new double[count][width];
        for (double[] row : rows) {
            Arrays.setAll(row, column -> value.getAsDouble());
        }
        return rows;
    }

    private static void assertSorts(double[][] rows, int width) {
        long[][] wanted = IntStream.range(0, width)
                .mapToObj(column ->
                        bits(Arrays.stream(column(rows, column)).sorted().toArray()))
                .toArray(long[][]::new);
        ColumnwiseSort.sort(rows, rows.length, width);
        for (int column = 0; column < width; column++) {
            assertThat(bits(column(rows, column))).containsExactly(wanted[column]);
        }
    }

    private static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
