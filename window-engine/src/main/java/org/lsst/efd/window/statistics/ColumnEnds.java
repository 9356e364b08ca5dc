package org.lsst.efd.window.statistics;

import java.util.Arrays;

/** The first and the last value of each column by event time; among equal times the order of arrival decides. */
final class ColumnEnds {
    private static final long UNSEEN = Long.MAX_VALUE;

    private long[] firstTimes = {};
    private double[] firstValues = {};
    private long[] lastTimes = {};
    private double[] lastValues = {};

    void add(Row row) {
        long time = row.timeNs();
        for (int i = 0; i < row.size(); i++) {
            add(row.columns()[i], time, row.values()[i]);
        }
    }

    private void add(int column, long time, double value) {
        if (column >= firstTimes.length) {
            widenTo(column + 1);
        }
        boolean isUnseen = firstTimes[column] == UNSEEN;
        if (isUnseen || time < firstTimes[column]) {
            firstTimes[column] = time;
            firstValues[column] = value;
        }
        if (isUnseen || time >= lastTimes[column]) {
            lastTimes[column] = time;
            lastValues[column] = value;
        }
    }

    private void widenTo(int newWidth) {
        int oldWidth = firstTimes.length;
        int width = Math.max(newWidth, oldWidth + oldWidth / 2);
        firstTimes = Arrays.copyOf(firstTimes, width);
        Arrays.fill(firstTimes, oldWidth, width, UNSEEN);
        firstValues = Arrays.copyOf(firstValues, width);
        lastTimes = Arrays.copyOf(lastTimes, width);
        lastValues = Arrays.copyOf(lastValues, width);
    }

    /** NaN where the column has no value. */
    double first(int column) {
        return isSeen(column) ? firstValues[column] : Double.NaN;
    }

    /** NaN where the column has no value. */
    double last(int column) {
        return isSeen(column) ? lastValues[column] : Double.NaN;
    }

    private boolean isSeen(int column) {
        return column < firstTimes.length && firstTimes[column] != UNSEEN;
    }

    void clear() {
        Arrays.fill(firstTimes, UNSEEN);
    }
}
