package org.lsst.efd.connect.common.custody;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.HoldsOffsets;
import org.lsst.efd.connect.common.sink.PauseRequest;

/**
 * The records that a destination has taken and that are not durable yet.
 *
 * <ol>
 *   <li>Batches may be released in any order. The needed offset of a partition is that of its oldest batch in custody.
 *   <li>Above the budget every partition is paused, below half of it all flow again.
 *   <li>A partition that alone holds more than its share is paused alone, until it holds less than three quarters of that,
 *       so that one topic in a burst neither starves the others nor waits for records. The share is a quarter of the
 *       budget; while there are fewer than three partitions, what leaves as much for one more.
 *   <li>What is forgotten counts against the budget until its batch is released, but holds no offset.
 * </ol>
 *
 * <p>Thread-safe.
 */
public final class Custody implements HoldsOffsets {
    private static final int SHARES_MAX = 4;

    private final long maxBytes;
    private final Map<TopicPartition, Held> partitions = new HashMap<>();
    private final Set<TopicPartition> heavy = new HashSet<>();
    private long heldBytes;
    private boolean isFull;
    private boolean isNewlySafe;
    private PauseRequest pauseRequest = PauseRequest.NONE;

    /** Nothing in custody yet. */
    public Custody(long maxBytes) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("the budget must be positive");
        }
        this.maxBytes = maxBytes;
    }

    /** An empty batch, in custody until it is released. */
    public CustodyBatch newBatch() {
        return new CustodyBatch(this);
    }

    @Override
    public synchronized OptionalLong oldestNeededOffset(TopicPartition partition) {
        Held held = partitions.get(partition);
        Share oldest = held == null ? null : held.shares.peekFirst();
        return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.neededOffset);
    }

    /** Which partitions must not be read for now. */
    public synchronized PauseRequest pauseRequest() {
        isFull = isFull ? heldBytes >= maxBytes / 2 : heldBytes > maxBytes;
        heavy.removeIf(partition -> {
            Held held = partitions.get(partition);
            return held == null || held.bytes < share() / 4 * 3;
        });
        if (isFull) {
            pauseRequest = PauseRequest.ALL;
        } else if (pauseRequest.all() || !pauseRequest.some().equals(heavy)) {
            pauseRequest = heavy.isEmpty() ? PauseRequest.NONE : new PauseRequest(false, heavy);
        }
        return pauseRequest;
    }

    /** Whether a batch was released since this was last asked. */
    public synchronized boolean takeNewlySafe() {
        boolean was = isNewlySafe;
        isNewlySafe = false;
        return was;
    }

    /** Drops the claim of every batch on this partition, for one that is closed or read again. */
    public synchronized void forget(TopicPartition partition) {
        partitions.remove(partition);
    }

    /** Bytes in custody. */
    public synchronized long heldBytes() {
        return heldBytes;
    }

    /** Bytes in custody of one partition. */
    public synchronized long heldBytes(TopicPartition partition) {
        Held held = partitions.get(partition);
        return held == null ? 0 : held.bytes;
    }

    synchronized Share newShare(TopicPartition partition, long neededOffset) {
        Held held = partitions.computeIfAbsent(partition, p -> new Held());
        Share share = new Share(partition, held, neededOffset);
        held.shares.addLast(share);
        return share;
    }

    /** What is shed after its batch was released counts for nothing. */
    synchronized void add(Share share, long bytes) {
        if (share.isReleased) {
            return;
        }
        share.bytes += bytes;
        share.held.bytes += bytes;
        heldBytes += bytes;
        if (share.held.bytes > share()) {
            heavy.add(share.partition);
        }
    }

    private long share() {
        return maxBytes / Math.min(SHARES_MAX, partitions.size() + 1);
    }

    synchronized void release(Iterable<Share> shares) {
        for (Share share : shares) {
            share.isReleased = true;
            share.held.bytes -= share.bytes;
            heldBytes -= share.bytes;
            share.held.dropReleased();
        }
        isNewlySafe = true;
    }

    /** What one batch holds of one partition. */
    static final class Share {
        private final TopicPartition partition;
        private final Held held;
        private final long neededOffset;
        private long bytes;
        private boolean isReleased;

        private Share(TopicPartition partition, Held held, long neededOffset) {
            this.partition = partition;
            this.held = held;
            this.neededOffset = neededOffset;
        }

        boolean isOf(TopicPartition other) {
            return partition.equals(other);
        }
    }

    /** What is held of one opening of a partition, oldest first. */
    private static final class Held {
        private final ArrayDeque<Share> shares = new ArrayDeque<>();
        private long bytes;

        private void dropReleased() {
            for (@Nullable Share first = shares.peekFirst();
                    first != null && first.isReleased;
                    first = shares.peekFirst()) {
                shares.removeFirst();
            }
        }
    }
}
