package org.lsst.efd.window;

import java.util.OptionalLong;
import java.util.function.Consumer;
import org.lsst.efd.window.statistics.Row;

/**
 * The windows of one partition, closed by its own event time.
 *
 * <ol>
 *   <li>Stream time is the latest event time accepted. It never goes back.
 *   <li>A window is closed when its end plus the grace is at or before stream time. What is closed stays closed.
 *   <li>A record whose windows are all closed is late, and changes nothing.
 *   <li>After a restart at {@link #neededOffset} every window is told again with the same numbers, or not at all.
 * </ol>
 *
 * <p>Records must come in order of their offsets, with none left out but those that will be left out of every replay
 * too. Not thread-safe.
 *
 * @param <G> what tells groups apart
 */
public final class PartitionWindows<G> {
    private final WindowGrid grid;
    private final OpenWindows<G> open;
    private final RunUp runUp;

    private boolean hasSeenRecord;
    private long streamTimeMs;
    private long lastOffset;

    /** What became of a record. */
    public enum Outcome {
        /** It is in every open window that holds its time. */
        ADDED,
        /** All its windows are closed. */
        LATE,
        /** Its open windows began before the first record that was read, and are not told. */
        BEFORE_FIRST_RECORD,
        /** There are too many groups already. */
        TOO_MANY_GROUPS
    }

    /**
     * No windows yet.
     *
     * @param open where the windows are kept, empty, of the same grid, and used by nobody else
     * @param trustsFirstRecord whether windows that hold the first record are told although its offset is not 0; right
     *     only where nothing before that record was ever told
     */
    public PartitionWindows(WindowGrid grid, OpenWindows<G> open, boolean trustsFirstRecord) {
        this(grid, open, new RecordHighs(grid, trustsFirstRecord));
    }

    PartitionWindows(WindowGrid grid, OpenWindows<G> open, RunUp runUp) {
        this.grid = grid;
        this.open = open;
        this.runUp = runUp;
    }

    /**
     * Moves stream time to the record, closes what that closes, and adds the record to its windows.
     *
     * @param offset of the record in its partition
     * @param told is given the windows that this record closes, in order, before the record is added to any
     */
    public Outcome accept(long offset, G group, Row row, Consumer<? super ToldWindow<G>> told) {
        long timeMs = row.timeMs();
        lastOffset = offset;
        if (!hasSeenRecord) {
            hasSeenRecord = true;
            streamTimeMs = timeMs;
        }
        if (timeMs > streamTimeMs) {
            advanceTo(timeMs, told);
        }
        runUp.see(offset, timeMs);
        return add(group, row);
    }

    private Outcome add(G group, Row row) {
        long latestStart = grid.latestStart(row.timeMs());
        long oldestOpenStart = grid.oldestOpenStart(streamTimeMs);
        if (latestStart < oldestOpenStart) {
            return Outcome.LATE;
        }
        long fromStart = Math.max(oldestOpenStart, runUp.oldestTrustedStartMs());
        if (latestStart < fromStart) {
            return Outcome.BEFORE_FIRST_RECORD;
        }
        return open.add(group, row, fromStart) ? Outcome.ADDED : Outcome.TOO_MANY_GROUPS;
    }

    /**
     * Moves stream time without a record, for a partition that fell silent. A replay does not repeat this: a window
     * closed here may be told again later with more records in it. Does nothing before the first record, and nothing
     * when stream time is past that time already.
     */
    public void advanceTo(long timeMs, Consumer<? super ToldWindow<G>> told) {
        if (!hasSeenRecord || timeMs <= streamTimeMs) {
            return;
        }
        long neededBefore = runUp.neededOffset(grid.oldestOpenStart(streamTimeMs));
        streamTimeMs = timeMs;
        open.closeBefore(
                grid.oldestOpenStart(timeMs),
                window -> told.accept(new ToldWindow<>(window, neededBefore, lastOffset)));
    }

    /** From where the partition must be read again after a crash; empty before the first record. Never goes back. */
    public OptionalLong neededOffset() {
        return hasSeenRecord
                ? OptionalLong.of(runUp.neededOffset(grid.oldestOpenStart(streamTimeMs)))
                : OptionalLong.empty();
    }

    /** The latest event time accepted, in milliseconds; empty before the first record. */
    public OptionalLong streamTimeMs() {
        return hasSeenRecord ? OptionalLong.of(streamTimeMs) : OptionalLong.empty();
    }

    /** Number of open windows that hold records, each group counted. */
    public int openWindows() {
        return open.size();
    }

    /** Forgets all windows without telling them; for a partition that is taken away. */
    public void clear() {
        open.clear();
    }
}
