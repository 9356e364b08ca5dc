package org.lsst.efd.window.statistics;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of all columns in one window of one group, until it is summarised.
 *
 * <p>Samples are kept only where a statistic needs them: as one array a record while all records have the same columns,
 * else as one growable array a column; passing from the one to the other needs room for both. Where none is needed, or
 * the pool has no more room, the state of a column is constant. After {@link #clear} an object serves the next window.
 * Not thread-safe.
 */
public final class ColumnSamples {
    private static final double[] NONE = {};

    private final Statistics statistics;
    private final SamplePool pool;
    private final SortedSample sorter = new SortedSample();

    private long records;
    private int layout;
    private long layoutVersion;
    /** One more than the greatest column seen. */
    private int width;
    /** Values a column begins with room for: as many as the last window had. */
    private int expectedSize;

    /** Whether all samples so far are in {@link #aligned}. */
    private boolean isAligned;

    private final AlignedSamples aligned;
    private boolean keepsSamples;
    private boolean isOverBudget;
    private double[][] samples = {};
    private int[] sizes = {};
    private @Nullable RunningSample[] running = {};
    private final @Nullable ColumnEnds ends;
    /** Number of NaN by column; empty until there is one. */
    private int[] nans = {};

    private final BitSet nullColumns = new BitSet();

    /** No values yet. */
    public ColumnSamples(Statistics statistics, SamplePool pool) {
        this.statistics = statistics;
        this.pool = pool;
        this.ends = statistics.keepsEnds() ? new ColumnEnds() : null;
        this.aligned = new AlignedSamples(pool);
        this.keepsSamples = statistics.keepsSamples();
        this.isAligned = keepsSamples;
    }

    /** Adds the values of one record. */
    public void add(Row row) {
        records++;
        if (records == 1 || row.layoutVersion() >= layoutVersion) {
            layout = row.layout();
            layoutVersion = row.layoutVersion();
        }
        if (row.nullSize() > 0 || row.nanSize() > 0) {
            addAbsent(row);
        }
        if (ends != null) {
            ends.add(row);
        }
        if (isAligned) {
            if (aligned.add(row)) {
                return;
            }
            spread();
        }
        for (int i = 0; i < row.size(); i++) {
            add(row.columns()[i], row.values()[i]);
        }
    }

    private void addAbsent(Row row) {
        for (int i = 0; i < row.nullSize(); i++) {
            widenTo(row.nullColumns()[i] + 1);
            nullColumns.set(row.nullColumns()[i]);
        }
        for (int i = 0; i < row.nanSize(); i++) {
            widenTo(row.nanColumns()[i] + 1);
            addNan(row.nanColumns()[i]);
        }
    }

    private void add(int column, double value) {
        if (column >= width) {
            widenTo(column + 1);
        }
        if (keepsSamples) {
            keep(column, value);
        } else {
            runningOf(column).add(value);
        }
    }

    /** From here on samples are kept by column: a record differs from those before, or there is no more room. */
    private void spread() {
        isAligned = false;
        expectedSize = Math.max(expectedSize, aligned.rows() + 1);
        for (int row = 0; row < aligned.rows(); row++) {
            for (int place = 0; place < aligned.width(); place++) {
                add(aligned.column(place), aligned.value(row, place));
            }
        }
        aligned.clear();
    }

    private void keep(int column, double value) {
        int size = sizes[column];
        double[] values = samples[column];
        if (size == values.length) {
            double @Nullable [] larger = pool.take(Math.max(expectedSize, size + size / 2 + 1));
            if (larger == null) {
                stopKeeping();
                runningOf(column).add(value);
                return;
            }
            System.arraycopy(values, 0, larger, 0, size);
            replace(column, larger);
            values = larger;
        }
        values[size] = value;
        sizes[column] = size + 1;
    }

    private void replace(int column, double[] array) {
        if (samples[column].length > 0) {
            pool.giveBack(samples[column]);
        }
        samples[column] = array;
    }

    /** The pool is exhausted: goes on with constant state, into which all samples so far are folded. */
    private void stopKeeping() {
        keepsSamples = false;
        isOverBudget = true;
        for (int column = 0; column < width; column++) {
            for (int i = 0; i < sizes[column]; i++) {
                runningOf(column).add(samples[column][i]);
            }
            sizes[column] = 0;
            replace(column, NONE);
        }
    }

    private void addNan(int column) {
        if (statistics.nanPolicy() != NanPolicy.IGNORE) {
            if (column >= nans.length) {
                nans = Arrays.copyOf(nans, samples.length);
            }
            nans[column]++;
        } else {
            nullColumns.set(column);
        }
    }

    private RunningSample runningOf(int column) {
        if (column >= running.length) {
            running = Arrays.copyOf(running, samples.length);
        }
        RunningSample sample = running[column];
        if (sample == null) {
            sample = new RunningSample();
            running[column] = sample;
        }
        return sample;
    }

    private void widenTo(int newWidth) {
        if (newWidth > samples.length) {
            int capacity = Math.max(newWidth, samples.length + samples.length / 2);
            int oldCapacity = samples.length;
            samples = Arrays.copyOf(samples, capacity);
            Arrays.fill(samples, oldCapacity, capacity, NONE);
            sizes = Arrays.copyOf(sizes, capacity);
        }
        width = Math.max(width, newWidth);
    }

    /** Number of records added. */
    public long records() {
        return records;
    }

    /** The statistics of every column. Sorts the samples in place: after this they can only be cleared. */
    public Summary summarise() {
        if (isAligned) {
            widenTo(aligned.endOfColumns());
            aligned.summarise();
        }
        Summary summary = new Summary(statistics.wanted().size(), records, layout, width, isOverBudget);
        for (int column = 0; column < width; column++) {
            int nanCount = column < nans.length ? nans[column] : 0;
            @Nullable ColumnSample sample = sampleOf(column);
            int values = sample == null ? 0 : sample.count();
            if (values > 0 || nanCount > 0 || nullColumns.get(column)) {
                double first = ends == null ? Double.NaN : ends.first(column);
                double last = ends == null ? Double.NaN : ends.last(column);
                summary.tell(column, statistics, sample, nanCount, first, last);
            }
        }
        return summary;
    }

    private @Nullable ColumnSample sampleOf(int column) {
        if (isAligned) {
            int place = aligned.placeOf(column);
            return place < 0 ? null : sorter.load(aligned, place);
        }
        if (keepsSamples) {
            return sizes[column] == 0 ? null : sorter.load(samples[column], sizes[column]);
        }
        RunningSample sample = column < running.length ? running[column] : null;
        return sample == null || sample.count() == 0 ? null : sample;
    }

    /** Forgets all values and gives the arrays back to the pool. */
    public void clear() {
        int largest = aligned.rows();
        aligned.clear();
        for (int column = 0; column < width; column++) {
            largest = Math.max(largest, sizes[column]);
            sizes[column] = 0;
            replace(column, NONE);
        }
        expectedSize = largest;
        for (RunningSample sample : running) {
            if (sample != null) {
                sample.clear();
            }
        }
        if (ends != null) {
            ends.clear();
        }
        nans = new int[0];
        nullColumns.clear();
        records = 0;
        width = 0;
        isOverBudget = false;
        keepsSamples = statistics.keepsSamples();
        isAligned = keepsSamples && largest <= AlignedSamples.MOST_ROWS;
    }
}
