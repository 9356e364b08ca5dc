package org.lsst.efd.connect.aggregator.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.lsst.efd.connect.common.aggregate.Group;
import org.lsst.efd.window.ClosedWindow;
import org.lsst.efd.window.OpenWindows;
import org.lsst.efd.window.WindowGrid;
import org.lsst.efd.window.statistics.Row;

/**
 * The windows of one topic over all its partitions.
 *
 * <ol>
 *   <li>A window closes when its end plus the grace is at or before the watermark ({@link Watermark}).
 *   <li>{@code closedUpTo} never goes back. A window that ends at or before it is told or empty; a record all of whose
 *       windows do is late. Where all partitions are idle it never passes the end of the latest window that holds a
 *       record, so that data held back upstream is not late but for the rest of that one window.
 *   <li>Each window leaves with the state to store with it. A restart reads from the offsets of that state, adds to no
 *       window that ends at or before its {@code closedUpTo}, and so tells every other window whole, and once.
 *   <li>Of the groups of one window only the last carries the new state; the others carry the state before the window
 *       and their own name, up to which a restart skips the groups of that window.
 * </ol>
 *
 * <p>Times are milliseconds since the epoch. Not thread-safe.
 */
public final class TopicWindows {
    private final WindowGrid grid;
    private final OpenWindows<Group> open;
    private final Watermark watermark;
    private final long alignmentMs;
    private final Optional<String> topicId;
    private final NavigableMap<Integer, PartitionProgress> partitions = new TreeMap<>();
    /** Stored offsets of partitions that are not read (yet); kept, not lost. */
    private final NavigableMap<Integer, Long> unread;

    private final LowestOffsets lowest = new LowestOffsets();
    private final long oldestStartAtBegin;
    private OptionalLong closedUpToMs;
    private Optional<String> toldBefore;
    private OptionalLong firstTimeMs = OptionalLong.empty();

    /** What became of a record. */
    public enum Outcome {
        /** It is in every window that holds its time and is not closed. */
        ADDED,
        /** All its windows are closed. */
        LATE,
        /** All its windows had been told, or were before the start point, when this began: it is read once more. */
        TOLD_BEFORE,
        /** There are too many groups already. */
        TOO_MANY_GROUPS
    }

    /**
     * Goes on from a state.
     *
     * @param open where the windows are kept, empty, and used by nobody else
     * @param idleTimeoutMs how long a partition must be silent to be idle; 0 if none ever is
     * @param alignmentMs how far a partition may run ahead of the watermark
     */
    public TopicWindows(
            WindowGrid grid, OpenWindows<Group> open, long idleTimeoutMs, long alignmentMs, TopicState stored) {
        this.grid = grid;
        this.open = open;
        this.watermark = new Watermark(idleTimeoutMs);
        this.alignmentMs = alignmentMs;
        this.topicId = stored.topicId();
        this.unread = new TreeMap<>(stored.offsets());
        this.closedUpToMs = stored.closedUpToMs();
        this.toldBefore = stored.told();
        this.oldestStartAtBegin = oldestOpenStart();
    }

    /**
     * A state in which no window that begins before a time will be told: for a topic that is not read from its start.
     */
    public static TopicState startingAt(WindowGrid grid, long timeMs, Optional<String> topicId) {
        long lastSkipped = grid.latestStart(timeMs - 1);
        return new TopicState(new TreeMap<>(), OptionalLong.of(grid.endOf(lastSkipped)), topicId, Optional.empty());
    }

    /** A partition begins to be read, at this offset; until its first record, or until it is idle, no window closes. */
    public void open(int partition, long position, long nowMs) {
        unread.remove(partition);
        partitions.put(partition, new PartitionProgress(position, nowMs));
    }

    /** Takes note that all records of a partition before this offset are done with, as where one was skipped. */
    public void passTo(int partition, long nextOffset) {
        progressOf(partition).passTo(nextOffset);
    }

    /** A request to the broker said whether all of a partition is read; a failed request says nothing. */
    public void see(int partition, boolean isDrained, long nowMs) {
        progressOf(partition).see(isDrained, nowMs);
    }

    /**
     * Takes a record, in order of the offsets of its partition.
     *
     * @param told is given the windows that this closes, in order, before the record is added to any
     */
    public Outcome accept(
            int partition, long offset, Group group, Row row, long nowMs, Consumer<? super Telling> told) {
        PartitionProgress progress = progressOf(partition);
        progress.passTo(offset);
        long timeMs = row.timeMs();
        if (grid.latestStart(timeMs) < oldestOpenStart()) {
            progress.passTo(offset + 1);
            return grid.latestStart(timeMs) < oldestStartAtBegin ? Outcome.TOLD_BEFORE : Outcome.LATE;
        }
        if (firstTimeMs.isEmpty()) {
            firstTimeMs = OptionalLong.of(timeMs);
        }
        if (progress.accept(timeMs, nowMs)) {
            close(nowMs, told);
        }
        long from = Math.max(oldestOpenStart(), grid.earliestStart(timeMs));
        boolean isAdded = open.add(group, row, from);
        if (isAdded) {
            for (long start = grid.latestStart(timeMs); start >= from; start -= grid.advanceMs()) {
                lowest.add(start, partition, offset);
            }
        }
        progress.passTo(offset + 1);
        return isAdded ? Outcome.ADDED : Outcome.TOO_MANY_GROUPS;
    }

    private PartitionProgress progressOf(int partition) {
        PartitionProgress progress = partitions.get(partition);
        if (progress == null) {
            throw new IllegalStateException("partition " + partition + " is not open");
        }
        return progress;
    }

    /** Start of the oldest window that may still be told. */
    private long oldestOpenStart() {
        return closedUpToMs.isPresent() ? grid.earliestStart(closedUpToMs.getAsLong()) : Long.MIN_VALUE;
    }

    /** Closes what the watermark, and the wall clock where all partitions are idle, allow. */
    public void close(long nowMs, Consumer<? super Telling> told) {
        OptionalLong reached = watermark.of(partitions.values(), nowMs);
        if (reached.isEmpty() || open.isEmpty()) {
            return;
        }
        long latestEnd = grid.endOf(open.latestStart());
        long reachedEnd = grid.endOf(grid.oldestOpenStart(reached.getAsLong()) - grid.advanceMs());
        long newClosedUpTo = Math.min(reachedEnd, latestEnd);
        if (closedUpToMs.isEmpty() || newClosedUpTo > closedUpToMs.getAsLong()) {
            closeUpTo(newClosedUpTo, told);
        }
    }

    private void closeUpTo(long newClosedUpToMs, Consumer<? super Telling> told) {
        while (!open.isEmpty() && grid.endOf(open.oldestStart()) <= newClosedUpToMs) {
            long start = open.oldestStart();
            List<ClosedWindow<Group>> groups = new ArrayList<>();
            open.closeBefore(start + 1, groups::add);
            boolean isLast = open.isEmpty() || grid.endOf(open.oldestStart()) > newClosedUpToMs;
            tellGroups(start, groups, isLast ? newClosedUpToMs : grid.endOf(start), told);
        }
        closedUpToMs = OptionalLong.of(newClosedUpToMs);
    }

    private void tellGroups(
            long startMs, List<ClosedWindow<Group>> groups, long closedUpToAfterMs, Consumer<? super Telling> told) {
        long endMs = grid.endOf(startMs);
        Optional<String> skipThrough = isInMidWindow(endMs) ? toldBefore : Optional.empty();
        toldBefore = Optional.empty();
        closedUpToMs = OptionalLong.of(endMs - grid.advanceMs());
        TopicState before = state(Optional.empty());
        lowest.closeThrough(startMs);
        closedUpToMs = OptionalLong.of(closedUpToAfterMs);
        TopicState after = state(Optional.empty());
        for (int i = 0; i < groups.size(); i++) {
            String name = groups.get(i).group().text();
            boolean isTold =
                    skipThrough.filter(last -> name.compareTo(last) <= 0).isPresent();
            if (!isTold) {
                boolean isLastGroup = i == groups.size() - 1;
                told.accept(new Telling(
                        groups.get(i),
                        isLastGroup
                                ? after
                                : new TopicState(before.offsets(), before.closedUpToMs(), topicId, Optional.of(name))));
            }
        }
    }

    /** Whether the stored state was taken between the groups of the window that ends there. */
    private boolean isInMidWindow(long endMs) {
        return closedUpToMs.isPresent() && closedUpToMs.getAsLong() == endMs - grid.advanceMs();
    }

    /** What must be stored so that a restart goes on here; right between two calls of the other methods. */
    public TopicState state() {
        return state(toldBefore);
    }

    private TopicState state(Optional<String> told) {
        NavigableMap<Integer, Long> offsets = new TreeMap<>(unread);
        partitions.forEach(
                (partition, progress) -> offsets.put(partition, lowest.neededOf(partition, progress.position())));
        return new TopicState(offsets, closedUpToMs, topicId, told);
    }

    /** Whether a partition is so far ahead of the others that it should wait for them. */
    public boolean isAhead(int partition, long nowMs) {
        PartitionProgress progress = progressOf(partition);
        OptionalLong reached = watermark.of(partitions.values(), nowMs);
        OptionalLong floor = reached.isPresent() ? reached : firstTimeMs;
        return progress.hasRecord() && floor.isPresent() && progress.streamTimeMs() > floor.getAsLong() + alignmentMs;
    }

    /** Number of partitions that are idle. */
    public int idlePartitions(long nowMs) {
        return (int) partitions.values().stream()
                .filter(partition -> watermark.isIdle(partition, nowMs))
                .count();
    }

    /** Partitions of which nothing was accepted for the idle timeout; idle, if nothing is left to read of them. */
    public List<Integer> silentPartitions(long nowMs) {
        return partitions.entrySet().stream()
                .filter(entry -> watermark.idleTimeoutMs() > 0
                        && nowMs - entry.getValue().activeAtMs() >= watermark.idleTimeoutMs())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The watermark; empty while a partition that is not idle has had no record. */
    public OptionalLong watermarkMs(long nowMs) {
        return watermark.of(partitions.values(), nowMs);
    }

    /** Number of open windows that hold records, each group counted. */
    public int openWindows() {
        return open.size();
    }

    /** Number of groups that have an open window. */
    public int openGroups() {
        return open.groups();
    }

    /** Number of partitions that should wait for the others. */
    public int aheadPartitions(long nowMs) {
        return (int) partitions.keySet().stream()
                .filter(partition -> isAhead(partition, nowMs))
                .count();
    }

    /** Forgets all windows without telling them. */
    public void clear() {
        open.clear();
        lowest.clear();
        partitions.clear();
    }
}
