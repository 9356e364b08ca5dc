package org.lsst.efd.benchmarks.aggregation;

import java.util.Arrays;
import org.lsst.efd.benchmarks.harness.Workload;

/** The limit: two passes over primitive arrays and one sort, for one column of one window after the other. */
final class PlainLoop implements Workload {
    private final Signal signal = new Signal();
    private final int perWindow = (int) (Signal.WINDOW_MS / Signal.INTERVAL_MS);
    private final double[][] columns = new double[Signal.FIELDS][perWindow];
    private final double[] results = new double[7];
    private double checksum;

    @Override
    public Volume run() {
        for (int window = 0; window < Signal.WINDOWS; window++) {
            for (int i = 0; i < perWindow; i++) {
                double[] record = signal.values(window * perWindow + i);
                for (int field = 0; field < Signal.FIELDS; field++) {
                    columns[field][i] = record[field];
                }
            }
            for (double[] column : columns) {
                summarize(column, column.length, results);
                checksum += results[2];
            }
        }
        if (Double.isNaN(checksum)) {
            throw new IllegalStateException("the statistics are wrong");
        }
        return Signal.samplesOfOneLap();
    }

    /** Minimum, quartiles, mean, standard deviation and maximum of a sample, which it sorts. */
    static void summarize(double[] sample, int n, double[] results) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += sample[i];
        }
        double mean = sum / n;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double distance = sample[i] - mean;
            squares += distance * distance;
        }
        Arrays.sort(sample, 0, n);
        results[0] = sample[0];
        results[1] = quantile(sample, n, 0.25);
        results[2] = mean;
        results[3] = quantile(sample, n, 0.5);
        results[4] = Math.sqrt(squares / (n - 1));
        results[5] = quantile(sample, n, 0.75);
        results[6] = sample[n - 1];
    }

    private static double quantile(double[] sorted, int n, double q) {
        double position = q * (n + 1);
        int j = Math.max(1, Math.min(n - 1, (int) position));
        return sorted[j - 1] + (position - j) * (sorted[j] - sorted[j - 1]);
    }
}
