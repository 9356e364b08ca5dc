package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lsst.efd.connect.common.custody.Custody;

/**
 * Frees memory near the budget: the largest buffers go to the disk; where none is large, the oldest files end. Once in a
 * put. Task thread only.
 */
final class Relief {
    private static final long MIN_ROW_GROUP_ROWS = 4096;
    private static final long MIN_ROW_GROUP_BYTES = 1 << 20;

    private final long maxBytes;
    private final Custody custody;
    private final LaneWork work;
    private final OpenFiles open;
    private final FileEnds ends;
    private List<Lane> ending = new ArrayList<>();
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
        if (isDone || stayingBytes() <= maxBytes / 4 * 3) {
            return;
        }
        isDone = true;
        List<Lane> oldestFirst = open.withRows();
        writeLargest(oldestFirst);
        for (Lane lane : oldestFirst) {
            if (isEnough()) {
                break;
            }
            long bytes = fileOf(lane).bufferedBytes();
            if (bytes > 0) {
                ending.add(lane);
                endingBytes += bytes;
            }
        }
    }

    private void writeLargest(List<Lane> lanes) {
        List<Lane> largestFirst = new ArrayList<>(lanes);
        largestFirst.sort(Comparator.comparingLong((Lane lane) -> fileOf(lane).bufferedBytes())
                .reversed());
        for (Lane lane : largestFirst) {
            OpenFile file = fileOf(lane);
            boolean isLarge = file.bufferedRows() >= MIN_ROW_GROUP_ROWS || file.bufferedBytes() >= MIN_ROW_GROUP_BYTES;
            if (!isLarge || isEnough()) {
                break;
            }
            if (!file.shape().mayGrow()) {
                ends.writeRows(lane, file);
            }
        }
    }

    private boolean isEnough() {
        return stayingBytes() - endingBytes <= maxBytes / 2;
    }

    /** What is held and not on its way to the disk. */
    private long stayingBytes() {
        return custody.heldBytes() - work.leavingBytes().get();
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
        List<Lane> taken = ending;
        ending = new ArrayList<>();
        endingBytes = 0;
        isDone = false;
        return taken;
    }
}
