package org.lsst.efd.connect.common.sink;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * Where records end: a store, with the conversation it needs. Called on the task thread only.
 *
 * <ol>
 *   <li>{@link #write} writes or takes custody. What is in custody is reported by {@link #oldestNeededOffset} until it is
 *       durable, or its bad record report is.
 *   <li>Records of one partition and told offset become durable together: in one transaction, one file, or in a store
 *       where a repeat does no harm.
 *   <li>A destination that holds a buffer reports an outage by its {@link #pauseRequest}, tries again by itself, and
 *       throws {@link ConnectException} from {@link #heartbeat} when its retries are spent.
 *   <li>Nothing here waits for the store but {@link #open} and {@link #close}, and these not for long.
 * </ol>
 */
public interface Destination extends HoldsOffsets {
    /**
     * Partitions begin; nothing of them is in custody.
     *
     * @return for partitions whose position the destination itself keeps, where to start; Connect seeks there. Others are
     *     read on from what Connect committed
     */
    Map<TopicPartition, Position> open(Collection<TopicPartition> partitions);

    /**
     * The first record after a start at a position of the destination's own lies before it: the topic was truncated, or
     * deleted and made again. A destination that returns agrees to take everything from there.
     *
     * @throws ConnectException unless the destination was told to go on
     */
    default void positionLost(TopicPartition partition, Position expected, long firstOffset) {
        throw new ConnectException(partition + " begins anew at offset " + firstOffset + " although everything before "
                + expected.neededOffset() + " is stored: the topic was truncated, or deleted and made again");
    }

    /**
     * Writes a record or takes custody of it.
     *
     * @throws DataException if this record can never be written: it is reported as bad and counts as done
     * @throws RetriableException if the store is away and the record was <em>not</em> taken: it comes again first thing
     *     in the next {@code put}
     */
    void write(OutgoingRecord record);

    /**
     * Called at the end of each {@code put}, also of an empty one: the time to ship what is due, and to say what failed.
     *
     * @param nowMs wall clock
     * @throws ConnectException if the store can no longer be written to: the task fails
     */
    void heartbeat(long nowMs, Restarts restarts);

    /** In how many milliseconds the next heartbeat is wanted at the latest; {@link Long#MAX_VALUE} for any time. */
    default long msToNextDeadline(long nowMs) {
        return Long.MAX_VALUE;
    }

    /** Which partitions must not be read for now. */
    default PauseRequest pauseRequest() {
        return PauseRequest.NONE;
    }

    /** Whether offsets became safe since Connect last asked, so that it should commit soon. */
    default boolean wantsCommit() {
        return false;
    }

    /** Drops what is held of a partition that stays open and is read again. */
    void forget(TopicPartition partition);

    /**
     * Partitions end; what is held of them is dropped, or made durable where that counts although Connect has committed
     * for the last time. Only open partitions are given.
     */
    void close(Collection<TopicPartition> partitions);

    /** The task ends, after all partitions were closed, or without that where it failed. */
    void stop();
}
