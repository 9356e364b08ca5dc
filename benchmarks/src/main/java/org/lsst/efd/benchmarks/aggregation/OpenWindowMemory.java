package org.lsst.efd.benchmarks.aggregation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.lsst.efd.window.OpenWindows;
import org.lsst.efd.window.WindowGrid;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;
import org.lsst.efd.window.statistics.Statistics;

/** How much heap an open window takes for each of its fields, by filling many and looking at the heap. */
final class OpenWindowMemory {
    private static final int WINDOWS = 400;
    private static final int SAMPLES = 50;
    private static final int COLLECTIONS = 4;

    private OpenWindowMemory() {}

    /** One line for windows that keep samples, one for windows that need none. */
    static List<String> lines() throws InterruptedException {
        return List.of(
                line("with the seven statistics", Statistics.of("min", "q1", "mean", "median", "stdev", "q3", "max")),
                line("without median and quantiles", Statistics.of("min", "mean", "stdev", "max")));
    }

    private static String line(String which, Statistics statistics) throws InterruptedException {
        WindowGrid grid = WindowGrid.tumbling(SAMPLES, 0);
        OpenWindows<String> windows = new OpenWindows<>(
                grid, statistics, new SamplePool(Long.MAX_VALUE), Comparator.<String>naturalOrder(), 1);
        Row row = new Row();
        long before = usedHeap();
        for (long ms = 0; ms < (long) WINDOWS * SAMPLES; ms++) {
            row.begin(ms * 1_000_000, 0, 0);
            for (int field = 0; field < Signal.FIELDS; field++) {
                row.add(field, (double) (ms + field));
            }
            windows.add("", row, Long.MIN_VALUE);
        }
        double bytes = (usedHeap() - before) / (double) (WINDOWS * Signal.FIELDS);
        if (windows.size() != WINDOWS) {
            throw new IllegalStateException(windows.size() + " windows are open");
        }
        return String.format(
                Locale.ROOT, "memory of an open window and field, %d samples, %s: %.0f bytes", SAMPLES, which, bytes);
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
