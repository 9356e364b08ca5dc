package org.lsst.efd.benchmarks.aggregation;

import java.util.Random;

/** The same telemetry for every contender: {@link #RECORDS} records of {@link #FIELDS} doubles at 50 Hz. */
final class Signal {
    static final int FIELDS = 100;
    static final int RECORDS = 5_000;
    static final long INTERVAL_MS = 20;
    static final long WINDOW_MS = 1_000;
    static final long WINDOWS = RECORDS * INTERVAL_MS / WINDOW_MS;
    /** Aligned to a whole window. */
    static final long START_MS = 1_700_000_000_000L;

    private final double[][] values = new double[RECORDS][FIELDS];

    Signal() {
        Random random = new Random(7);
        double[] level = new double[FIELDS];
        for (double[] record : values) {
            for (int field = 0; field < FIELDS; field++) {
                level[field] += random.nextGaussian();
                record[field] = level[field];
            }
        }
    }

    /** The values of one record; not to be changed. */
    double[] values(int record) {
        return values[record];
    }

    /** The event time of a record in a lap of the whole signal: laps follow each other without a gap. */
    static long timeMs(long lap, int record) {
        return START_MS + (lap * RECORDS + record) * INTERVAL_MS;
    }

    /** Samples of one lap as the volume of a workload. */
    static org.lsst.efd.benchmarks.harness.Workload.Volume samplesOfOneLap() {
        long samples = (long) RECORDS * FIELDS;
        return new org.lsst.efd.benchmarks.harness.Workload.Volume(samples, samples * Double.BYTES);
    }
}
