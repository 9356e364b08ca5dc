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
    private Place stored = Place.NOWHERE;

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

    /** Ours, under this epoch and from this place. */
    void claim(long ownEpoch, Place place) {
        epoch = ownEpoch;
        stored = place;
        start = place.isSomewhere() ? place.position() : null;
        isClaimed = true;
    }

    /** An opening that goes on where this one ends, for a partition that stays ours and is read again. */
    public Opening reopened() {
        Opening next = new Opening(partition);
        next.epoch = epoch;
        next.stored = stored;
        next.isClaimed = isClaimed;
        return next;
    }

    /** Under which it is ours. */
    long epoch() {
        return epoch;
    }

    /** Where its row stands, as far as is known. */
    Place stored() {
        return stored;
    }

    /** A transaction with this position is durable. */
    void stored(Position position) {
        stored = Place.of(position);
    }
}
