package org.lsst.efd.benchmarks.aggregation;

import java.util.Comparator;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.window.OpenWindows;
import org.lsst.efd.window.PartitionWindows;
import org.lsst.efd.window.ToldWindow;
import org.lsst.efd.window.WindowGrid;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;
import org.lsst.efd.window.statistics.Statistics;

/** The window engine alone: primitive rows in, summaries out, every statistic read once. */
final class EngineWorkload implements Workload {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int STATISTICS = 7;

    private final Signal signal = new Signal();
    private final Row row = new Row();
    private final PartitionWindows<String> windows;
    private long lap;
    private long offset;
    private long windowsTold;
    private double checksum;

    EngineWorkload() {
        WindowGrid grid = WindowGrid.tumbling(Signal.WINDOW_MS, Signal.WINDOW_MS);
        Statistics statistics = Statistics.of("min", "q1", "mean", "median", "stdev", "q3", "max");
        SamplePool pool = new SamplePool(Long.MAX_VALUE);
        windows = new PartitionWindows<>(
                grid, new OpenWindows<>(grid, statistics, pool, Comparator.<String>naturalOrder(), 1), true);
    }

    @Override
    public Volume run() {
        for (int record = 0; record < Signal.RECORDS; record++) {
            double[] values = signal.values(record);
            row.begin(Signal.timeMs(lap, record) * NANOS_PER_MS, 0, 0);
            for (int field = 0; field < values.length; field++) {
                row.add(field, values[field]);
            }
            windows.accept(offset++, "", row, this::tell);
        }
        lap++;
        if (windowsTold < lap * Signal.WINDOWS - 2 || Double.isNaN(checksum)) {
            throw new IllegalStateException("windows are missing: " + windowsTold + " after " + lap + " laps");
        }
        return Signal.samplesOfOneLap();
    }

    private void tell(ToldWindow<String> told) {
        windowsTold++;
        for (int field = 0; field < Signal.FIELDS; field++) {
            for (int statistic = 0; statistic < STATISTICS; statistic++) {
                checksum += told.window().summary().value(field, statistic);
            }
        }
    }
}
