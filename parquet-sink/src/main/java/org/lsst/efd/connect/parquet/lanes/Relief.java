package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.sink.PauseRequest;

/**
 * Frees memory near the budget: the largest buffers go to the disk; where none is large, the oldest files end. Task
 * thread only.
 *
 * <ol>
 *   <li>Where memory grows past three quarters of the budget, all files together are brought down to half, once in a put.
 *   <li>What {@link Custody} has paused is brought below where it resumes it: no record comes that would make it grow, and
 *       nothing else would end its files before their time.
 * </ol>
 */
final class Relief {
    private static final long MIN_ROW_GROUP_ROWS = 4096;
    private static final long MIN_ROW_GROUP_BYTES = 1 << 20;

    private final long maxBytes;
    private final Custody custody;
    private final LaneWork work;
    private final OpenFiles open;
    private final FileEnds ends;
    private Set<Lane> ending = new LinkedHashSet<>();
    private long endingBytes;
    private boolean isDone;

    Relief(LaneRules rules, Custody custody, LaneWork work, OpenFiles open, FileEnds ends) {
        this.maxBytes = rules.bufferMaxBytes();
        this.custody = custody;
        this.work = work;
        this.open = open;
        this.ends = ends;
    }

    /** Memory has grown. */
    void relieveWhereNeeded() {
        if (!isDone && stayingBytes() > maxBytes / 4 * 3) {
            isDone = true;
            relieve(open.withRows(), stayingBytes(), maxBytes / 2);
        }
    }

    /** At the end of a put. */
    void relievePaused(PauseRequest paused) {
        if (paused.all()) {
            relieve(open.withRows(), stayingBytes(), maxBytes / 2);
        }
        for (TopicPartition partition : paused.some()) {
            List<Lane> lanes = open.withRows().stream()
                    .filter(lane -> lane.key().partition().equals(partition))
                    .filter(lane -> !ending.contains(lane))
                    .toList();
            long bytes = lanes.stream()
                    .mapToLong(lane -> fileOf(lane).bufferedBytes())
                    .sum();
            relieve(lanes, bytes, maxBytes / 8);
        }
    }

    /** What is held, and neither on its way to the disk nor about to be. */
    private long stayingBytes() {
        return custody.heldBytes() - work.leavingBytes().get() - endingBytes;
    }

    /** Brings so many bytes of these lanes below a limit. */
    private void relieve(List<Lane> oldestFirst, long bytes, long limit) {
        long left = writeLargest(oldestFirst, bytes, limit);
        for (Lane lane : oldestFirst) {
            if (left < limit) {
                break;
            }
            long buffered = fileOf(lane).bufferedBytes();
            if (buffered > 0 && ending.add(lane)) {
                endingBytes += buffered;
                left -= buffered;
            }
        }
    }

    private long writeLargest(List<Lane> lanes, long bytes, long limit) {
        List<Lane> largestFirst = new ArrayList<>(lanes);
        largestFirst.sort(Comparator.comparingLong((Lane lane) -> fileOf(lane).bufferedBytes())
                .reversed());
        long left = bytes;
        for (Lane lane : largestFirst) {
            OpenFile file = fileOf(lane);
            long buffered = file.bufferedBytes();
            boolean isLarge = file.bufferedRows() >= MIN_ROW_GROUP_ROWS || buffered >= MIN_ROW_GROUP_BYTES;
            if (!isLarge || left < limit) {
                break;
            }
            if (!file.shape().mayGrow() && !ending.contains(lane)) {
                ends.writeRows(lane, file);
                left -= buffered;
            }
        }
        return left;
    }

    private static OpenFile fileOf(Lane lane) {
        OpenFile file = lane.open();
        if (file == null) {
            throw new IllegalStateException(lane.key() + " has no open file");
        }
        return file;
    }

    /** The lanes whose files are to end at the end of this put; there may be more in the next. */
    List<Lane> takeEnding() {
        List<Lane> taken = List.copyOf(ending);
        ending = new LinkedHashSet<>();
        endingBytes = 0;
        isDone = false;
        return taken;
    }
}
