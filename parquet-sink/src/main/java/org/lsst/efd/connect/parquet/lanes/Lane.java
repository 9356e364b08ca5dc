package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.parquet.files.FileFacts;

/**
 * The files of one partition, directory and source schema: at most one is open.
 *
 * <ol>
 *   <li>What it was told by the store to be published already is dropped; until it is told, files stay in memory.
 *   <li>Files are published strictly in order, or a later owner would take what is missing for published.
 * </ol>
 *
 * <p>Task thread only, but for {@link #isEnded} and {@link #block}.
 */
final class Lane {
    private static final long NOTHING_PUBLISHED = -1;

    private final LaneKey key;
    private final Strand strand;
    private final Deque<OpenFile> ended = new ArrayDeque<>();
    private @Nullable OpenFile open;
    private FileFacts.@Nullable Told told;
    private long maxTimestampMs = -1;
    private long usedMs;
    private long deadlineMs = Long.MAX_VALUE;
    private volatile boolean isEnded;
    private volatile boolean isBlocked;

    Lane(LaneKey key, Strand strand, long nowMs) {
        this.key = key;
        this.strand = strand;
        this.usedMs = nowMs;
    }

    /** The Kafka timestamp of what released a record; -1 for none. */
    static long timestampOf(OutgoingRecord record) {
        Long timestamp = record.source().timestamp();
        return timestamp == null ? -1 : timestamp;
    }

    LaneKey key() {
        return key;
    }

    Strand strand() {
        return strand;
    }

    /** Whether the store has said what is published. */
    boolean isTold() {
        return told != null;
    }

    /** The store said what is published; rows that are drop out of the open file. Returns how many. */
    int told(FileFacts.Told published) {
        told = published;
        maxTimestampMs = Math.max(maxTimestampMs, published.maxTimestampMs());
        OpenFile file = open;
        if (file == null) {
            return 0;
        }
        int dropped = file.dropPublished(published.lastOffset());
        if (dropped > 0) {
            checkSameTopic(file.maxTimestamp(dropped), published);
        }
        file.forgetOffsets();
        return dropped;
    }

    /** The store said that nothing is published. */
    void toldNothing() {
        told(new FileFacts.Told(NOTHING_PUBLISHED, -1));
    }

    /** Whether a record is in a published file already; before the store has said so, none is. */
    boolean isPublished(OutgoingRecord record) {
        FileFacts.Told published = told;
        if (published == null || record.toldOffset() > published.lastOffset()) {
            return false;
        }
        checkSameTopic(timestampOf(record), published);
        return true;
    }

    private void checkSameTopic(long timestampMs, FileFacts.Told published) {
        if (timestampMs > published.maxTimestampMs()) {
            throw new ConnectException("The records of " + key + " up to offset " + published.lastOffset()
                    + " are published, but one of them is later than all that are: the topic was deleted and made again. "
                    + "Move the files of the old one away, or write to another store.url");
        }
    }

    void saw(OutgoingRecord record) {
        maxTimestampMs = Math.max(maxTimestampMs, timestampOf(record));
    }

    long maxTimestampMs() {
        return maxTimestampMs;
    }

    @Nullable
    OpenFile open() {
        return open;
    }

    void opened(OpenFile file) {
        open = file;
    }

    /** The open file receives no more records, and is on its way to be published. */
    void sealed(OpenFile file) {
        open = null;
        ended.removeIf(OpenFile::isReleased);
        ended.add(file);
    }

    /** The open file is empty after all. */
    void closedEmpty() {
        open = null;
    }

    void used(long nowMs) {
        usedMs = nowMs;
    }

    /** Whether it may be forgotten: what it knows the store can tell again. */
    boolean isIdle(long nowMs, long idleMs) {
        ended.removeIf(OpenFile::isReleased);
        return open == null && ended.isEmpty() && strand.isIdle() && nowMs - usedMs >= idleMs;
    }

    long usedMs() {
        return usedMs;
    }

    /** Drops all that is held; a publication that runs may run to its end. */
    void end() {
        isEnded = true;
        List<OpenFile> held = new ArrayList<>(ended);
        if (open != null) {
            held.add(open);
        }
        open = null;
        ended.clear();
        strand.cancel(() -> held.forEach(file -> file.staged().delete()));
        held.forEach(OpenFile::release);
    }

    /** When {@link Deadlines} look at it next; {@link Long#MAX_VALUE} for never. */
    long deadlineMs() {
        return deadlineMs;
    }

    void setDeadlineMs(long dueMs) {
        deadlineMs = dueMs;
    }

    /**
     * A name was taken: nothing of the lane may be published after that, also if nobody drops it, because its task was thought
     * dead. Else a later file would hide what only the one that was refused holds.
     */
    void block() {
        isBlocked = true;
    }

    boolean isBlocked() {
        return isBlocked;
    }

    /** Whether its partition is closed, or read again. */
    boolean isEnded() {
        return isEnded;
    }
}
