package org.lsst.efd.connect.oracle.offsets;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.Position;

/**
 * One opening of a partition by this task: whether it is still ours, and what the database says of it. The task thread
 * makes and closes it, the writer claims it.
 */
public final class Opening {
    private final TopicPartition partition;
    private volatile boolean isClosed;
    private volatile boolean isClaimed;
    private volatile @Nullable Position start;
    // of the writer's thread
    private long epoch = -1;
    private long storedNeeded = -1;
    private long storedTold = -1;

    public Opening(TopicPartition partition) {
        this.partition = partition;
    }

    public TopicPartition partition() {
        return partition;
    }

    /** Rows of it must not be written any more. */
    public void close() {
        isClosed = true;
    }

    public boolean isClosed() {
        return isClosed;
    }

    /** Whether the writer may write rows of it. */
    public boolean isClaimed() {
        return isClaimed;
    }

    /** Where the database says that reading starts; empty before the claim, and where it says nothing. */
    public Optional<Position> start() {
        return Optional.ofNullable(start);
    }

    /** Ours without a row in the database. */
    public void claimWithoutPosition() {
        isClaimed = true;
    }

    /** Ours, under this epoch and from these positions, -1 for none. */
    void claim(long ownEpoch, long needed, long told) {
        epoch = ownEpoch;
        storedNeeded = needed;
        storedTold = told;
        start = needed < 0 ? null : new Position(needed, told);
        isClaimed = true;
    }

    /** An opening that goes on where this one ends, for a partition that stays ours and is read again. */
    public Opening reopened() {
        Opening next = new Opening(partition);
        next.epoch = epoch;
        next.storedNeeded = storedNeeded;
        next.storedTold = storedTold;
        next.isClaimed = isClaimed;
        return next;
    }

    boolean isEpoch(long stored) {
        return stored == epoch;
    }

    boolean isStored(long needed, long told) {
        return needed == storedNeeded && told == storedTold;
    }

    /** A transaction with this position is durable. */
    void stored(Position position) {
        storedNeeded = position.neededOffset();
        storedTold = position.toldOffset();
    }
}
