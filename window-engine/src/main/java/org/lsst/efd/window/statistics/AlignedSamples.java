package org.lsst.efd.window.statistics;

import java.util.Arrays;

/**
 * The samples of a window by rows, one for each record, as long as all records have the same columns and each of them
 * once: the common case, in which a record is added by one copy and all columns are summarised together by loops over
 * rows, which the compiler turns into vector instructions.
 *
 * <p>Not thread-safe.
 */
final class AlignedSamples {
    /** Beyond so many rows sorting all columns together costs more than sorting one after the other. */
    static final int MOST_ROWS = 1_024;

    /** Narrower rows are not worth an array each. */
    static final int NARROWEST = 16;

    private static final int NOWHERE = -1;
    private static final double[] NONE = {};

    private final SamplePool pool;

    /** The column of each place in a row. */
    private int[] columns = {};

    private int width;
    /** The place of each column in a row. */
    private int[] places = {};

    private double[][] rows = {};
    private int count;

    private double[] sums = {};
    private double[] sumErrors = {};
    private double[] means = {};
    private double[] deviations = {};
    private double[] squaredDeviations = {};

    AlignedSamples(SamplePool pool) {
        this.pool = pool;
    }

    /** Adds a row, unless its columns are not those of the rows before, or there is no room for it. */
    boolean add(Row row) {
        boolean fits = count == 0 ? begin(row) : hasColumnsOf(row);
        if (!fits || count == MOST_ROWS) {
            return false;
        }
        double[] values = pool.take(width);
        if (values == null) {
            return false;
        }
        System.arraycopy(row.values(), 0, values, 0, width);
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, Math.max(16, 2 * count));
        }
        rows[count++] = values;
        return true;
    }

    private boolean begin(Row row) {
        if (row.size() < NARROWEST) {
            return false;
        }
        if (width == row.size() && hasColumnsOf(row)) {
            return true;
        }
        columns = Arrays.copyOf(row.columns(), row.size());
        width = row.size();
        places = new int[Arrays.stream(columns).max().orElseThrow() + 1];
        Arrays.fill(places, NOWHERE);
        for (int place = 0; place < width; place++) {
            if (places[columns[place]] != NOWHERE) {
                width = 0;
                return false;
            }
            places[columns[place]] = place;
        }
        return true;
    }

    private boolean hasColumnsOf(Row row) {
        return Arrays.equals(columns, 0, width, row.columns(), 0, row.size());
    }

    int rows() {
        return count;
    }

    int width() {
        return width;
    }

    /** The column of a place in the rows. */
    int column(int place) {
        return columns[place];
    }

    /** One more than the greatest column; 0 without rows. */
    int endOfColumns() {
        return count == 0 ? 0 : places.length;
    }

    /** The place of a column in the rows, negative if they do not have it. */
    int placeOf(int column) {
        return column < endOfColumns() ? places[column] : NOWHERE;
    }

    double value(int row, int place) {
        return rows[row][place];
    }

    /** Sorts every column and sums it up. The rows are no longer those that were added. */
    void summarise() {
        if (count == 0) {
            return;
        }
        ColumnwiseSort.sort(rows, count, width);
        if (sums.length < width) {
            sums = new double[width];
            sumErrors = new double[width];
            means = new double[width];
            deviations = new double[width];
            squaredDeviations = new double[width];
        }
        clearSums();
        for (int row = 0; row < count; row++) {
            addTo(sums, sumErrors, rows[row], width);
        }
        findMeans(means, sums, sumErrors, rows[0], rows[count - 1], width, count);
        for (int row = 0; row < count; row++) {
            addDeviations(deviations, squaredDeviations, rows[row], means, width);
        }
    }

    private void clearSums() {
        Arrays.fill(sums, 0, width, 0);
        Arrays.fill(sumErrors, 0, width, 0);
        Arrays.fill(deviations, 0, width, 0);
        Arrays.fill(squaredDeviations, 0, width, 0);
    }

    private static void addTo(double[] sums, double[] errors, double[] row, int width) {
        for (int i = 0; i < width; i++) {
            double total = sums[i] + row[i];
            errors[i] += CompensatedSum.roundingError(sums[i], row[i], total);
            sums[i] = total;
        }
    }

    private static void findMeans(
            double[] means, double[] sums, double[] errors, double[] least, double[] greatest, int width, int count) {
        for (int i = 0; i < width; i++) {
            means[i] = Math.max(least[i], Math.min(greatest[i], (sums[i] + errors[i]) / count));
        }
    }

    private static void addDeviations(double[] deviations, double[] squares, double[] row, double[] means, int width) {
        for (int i = 0; i < width; i++) {
            double deviation = row[i] - means[i];
            deviations[i] += deviation;
            squares[i] += deviation * deviation;
        }
    }

    /** Copies the sorted column of a place, after {@link #summarise}. */
    void copyColumn(int place, double[] to) {
        for (int row = 0; row < count; row++) {
            to[row] = rows[row][place];
        }
    }

    double sum(int place) {
        return sums[place];
    }

    /** What the sum lost to rounding. */
    double sumError(int place) {
        return sumErrors[place];
    }

    double mean(int place) {
        return means[place];
    }

    double sumOfDeviations(int place) {
        return deviations[place];
    }

    double sumOfSquaredDeviations(int place) {
        return squaredDeviations[place];
    }

    /** Gives the rows back to the pool. */
    void clear() {
        for (int row = 0; row < count; row++) {
            pool.giveBack(rows[row]);
            // the pool may drop it
            rows[row] = NONE;
        }
        count = 0;
    }
}
