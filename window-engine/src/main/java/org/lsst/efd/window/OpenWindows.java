package org.lsst.efd.window;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.window.statistics.ColumnSamples;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;
import org.lsst.efd.window.statistics.Statistics;

/**
 * The windows that hold records and are not yet closed, by start and group.
 *
 * <p>It knows nothing of time: the caller says which windows a record may still open and which ones are closed. Windows
 * are told in order of their start, which is that of their end, and the groups of one window in their order. Not
 * thread-safe.
 *
 * @param <G> what tells groups apart; equal groups must have equal hash codes, and compare as equal
 */
public final class OpenWindows<G> {
    private static final int MOST_SPARE = 16;

    private final WindowGrid grid;
    private final Statistics statistics;
    private final SamplePool pool;
    private final Comparator<? super G> groupOrder;
    private final int maxGroups;

    private final NavigableMap<Long, Map<G, ColumnSamples>> byStart = new TreeMap<>();
    /** For each open group the number of windows it is in. */
    private final Map<G, Integer> windowsOfGroup = new HashMap<>();

    private final ArrayDeque<ColumnSamples> spare = new ArrayDeque<>();

    /**
     * No windows yet.
     *
     * @param pool where samples are kept; one for all windows of a task
     * @param groupOrder in which the groups of one window are told
     * @param maxGroups how many groups may be open at a time, at least 1
     */
    public OpenWindows(
            WindowGrid grid, Statistics statistics, SamplePool pool, Comparator<? super G> groupOrder, int maxGroups) {
        if (maxGroups < 1) {
            throw new IllegalArgumentException("at least one group must be allowed");
        }
        this.grid = grid;
        this.statistics = statistics;
        this.pool = pool;
        this.groupOrder = groupOrder;
        this.maxGroups = maxGroups;
    }

    /**
     * Adds a record to every window that holds its time and starts at {@code fromStartMs} or later.
     *
     * @return whether it was added; not when its group is one too many
     */
    public boolean add(G group, Row row, long fromStartMs) {
        if (windowsOfGroup.size() >= maxGroups && !windowsOfGroup.containsKey(group)) {
            return false;
        }
        long timeMs = row.timeMs();
        long earliest = Math.max(grid.earliestStart(timeMs), fromStartMs);
        for (long start = grid.latestStart(timeMs); start >= earliest; start -= grid.advanceMs()) {
            samplesOf(start, group).add(row);
        }
        return true;
    }

    private ColumnSamples samplesOf(long start, G group) {
        Map<G, ColumnSamples> groups = byStart.computeIfAbsent(start, ignored -> new HashMap<>());
        ColumnSamples samples = groups.get(group);
        if (samples == null) {
            @Nullable ColumnSamples used = spare.pollLast();
            samples = used == null ? new ColumnSamples(statistics, pool) : used;
            groups.put(group, samples);
            windowsOfGroup.merge(group, 1, Integer::sum);
        }
        return samples;
    }

    /** Closes the windows that start before a time and tells them, oldest first. */
    public void closeBefore(long startMs, Consumer<? super ClosedWindow<G>> told) {
        while (!byStart.isEmpty() && byStart.firstKey() < startMs) {
            Map.Entry<Long, Map<G, ColumnSamples>> oldest = byStart.firstEntry();
            byStart.pollFirstEntry();
            List<G> groups = new ArrayList<>(oldest.getValue().keySet());
            groups.sort(groupOrder);
            for (G group : groups) {
                told.accept(close(oldest.getKey(), group, oldest.getValue()));
            }
        }
    }

    private ClosedWindow<G> close(long start, G group, Map<G, ColumnSamples> groups) {
        @Nullable ColumnSamples samples = groups.get(group);
        if (samples == null) {
            throw new IllegalStateException("the order of groups is not consistent with their equality");
        }
        ClosedWindow<G> closed = new ClosedWindow<>(start, grid.endOf(start), group, samples.summarise());
        release(group, samples);
        return closed;
    }

    private void release(G group, ColumnSamples samples) {
        samples.clear();
        if (spare.size() < MOST_SPARE) {
            spare.addLast(samples);
        }
        windowsOfGroup.computeIfPresent(group, (ignored, windows) -> windows == 1 ? null : windows - 1);
    }

    /** Forgets all windows without telling them. */
    public void clear() {
        byStart.values().forEach(groups -> groups.forEach(this::release));
        byStart.clear();
    }

    /** Number of windows that hold records, each group counted. */
    public int size() {
        return byStart.values().stream().mapToInt(Map::size).sum();
    }

    public boolean isEmpty() {
        return byStart.isEmpty();
    }

    /** Number of groups that have an open window. */
    public int groups() {
        return windowsOfGroup.size();
    }

    /**
     * Start of the latest window that holds records.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public long latestStart() {
        return byStart.lastKey();
    }

    /**
     * Start of the oldest window that holds records.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public long oldestStart() {
        return byStart.firstKey();
    }
}
