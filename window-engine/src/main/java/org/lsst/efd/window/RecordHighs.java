package org.lsst.efd.window;

import java.util.ArrayDeque;

/**
 * The rule of the run-up. A <em>record-high</em> is a record later than every record before it in its partition.
 *
 * <ol>
 *   <li>Needed is the last record-high at or before the start of the oldest window not yet closed, whether or not that
 *       window holds anything: a late record may still open it.
 *   <li>Windows that start before the time of the first record seen are not told, unless that record is the first of
 *       the partition.
 * </ol>
 *
 * <p>Everything before a record-high H is older than H, so a window that starts at or after H's time lies wholly at or
 * after H's offset. Rule 1 picks H at or before the start of every window still open, so a replay from H rebuilds them
 * whole. Windows that start before H's time are all closed, and rule 2 keeps the replay from touching them. Since the
 * replay begins at a record-high, stream time at each record is what it was, and so is each decision on lateness. The
 * needed offset never goes back, because stream time does not.
 *
 * <p>One record-high is kept for each window start that still matters. Not thread-safe.
 */
final class RecordHighs implements RunUp {
    private final WindowGrid grid;
    private final boolean trustsFirstRecord;
    private final ArrayDeque<High> highs = new ArrayDeque<>();
    private long oldestTrustedStartMs;

    private record High(long offset, long timeMs) {}

    /**
     * No record seen yet.
     *
     * @param trustsFirstRecord whether the first record seen is known to be the first of the partition although its
     *     offset is not 0
     */
    RecordHighs(WindowGrid grid, boolean trustsFirstRecord) {
        this.grid = grid;
        this.trustsFirstRecord = trustsFirstRecord;
    }

    @Override
    public void see(long offset, long timeMs) {
        if (highs.isEmpty()) {
            boolean isFirstOfPartition = offset == 0 || trustsFirstRecord;
            oldestTrustedStartMs = isFirstOfPartition ? Long.MIN_VALUE : timeMs;
            highs.addLast(new High(offset, timeMs));
            return;
        }
        High last = highs.getLast();
        if (timeMs <= last.timeMs) {
            return;
        }
        boolean isFirst = highs.size() == 1;
        boolean startsNoWindow = grid.latestStart(timeMs - 1) < last.timeMs;
        if (startsNoWindow && !isFirst) {
            highs.removeLast();
        }
        highs.addLast(new High(offset, timeMs));
    }

    @Override
    public long neededOffset(long oldestOpenStartMs) {
        High needed = highs.removeFirst();
        while (!highs.isEmpty() && highs.getFirst().timeMs <= oldestOpenStartMs) {
            needed = highs.removeFirst();
        }
        highs.addFirst(needed);
        return needed.offset;
    }

    @Override
    public long oldestTrustedStartMs() {
        return oldestTrustedStartMs;
    }
}
