package org.lsst.efd.connect.common.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was read ahead, partition by partition. Thread-safe: the reader's threads add, the task's thread takes.
 *
 * <ol>
 *   <li>Events of a partition leave in the order in which they came; partitions take turns.
 *   <li>Above the limit nothing should be read, until less than half is left; a partition with more than a quarter of the
 *       limit should not be read until it has less than an eighth.
 * </ol>
 */
final class PrefetchBuffer {
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition taken = lock.newCondition();
    private final Map<TopicPartition, Queued> queues = new HashMap<>();
    /** Those that have events, in the order of their turns; held ones leave it when their turn comes. */
    private final ArrayDeque<Queued> turns = new ArrayDeque<>();

    /** Kept for later by the one who takes: what there is of them stays, without a turn, and no more should be read. */
    private final Set<TopicPartition> held = new HashSet<>();
    /** Far ahead of the others: no more should be read of them until most of it is taken. */
    private final Set<TopicPartition> heavy = new HashSet<>();
    /** To be read from elsewhere, or not at all: what still comes of them is dropped until they are placed anew. */
    private final Set<TopicPartition> blocked = new HashSet<>();
    /** How often the one who takes has refused what comes, and the one who adds does not know it yet. */
    private final Map<TopicPartition, Integer> refused = new HashMap<>();

    private long bytes;
    private boolean isFull;

    private static final class Queued {
        private final TopicPartition partition;
        private final ArrayDeque<Sized> events = new ArrayDeque<>();
        private long bytes;
        private boolean hasTurn;

        Queued(TopicPartition partition) {
            this.partition = partition;
        }
    }

    private record Sized(SourceEvent event, long bytes) {}

    PrefetchBuffer(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(SourceEvent event) {
        Sized sized = new Sized(event, event.heapBytes());
        lock.lock();
        try {
            if (blocked.contains(event.partition()) || refused.containsKey(event.partition())) {
                return;
            }
            Queued queue = queues.computeIfAbsent(event.partition(), Queued::new);
            queue.events.addLast(sized);
            queue.bytes += sized.bytes;
            bytes += sized.bytes;
            weigh(queue);
            giveTurn(queue);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void giveTurn(Queued queue) {
        if (!queue.hasTurn && !queue.events.isEmpty() && !held.contains(queue.partition)) {
            queue.hasTurn = true;
            turns.addLast(queue);
        }
    }

    private void weigh(Queued queue) {
        if (queue.bytes > maxBytes / 4) {
            heavy.add(queue.partition);
        } else if (queue.bytes < maxBytes / 8) {
            heavy.remove(queue.partition);
        }
        isFull = isFull ? bytes >= maxBytes / 2 : bytes > maxBytes;
    }

    /** Events of partitions that are not held, by turns, until they have so many bytes; waits for the first. */
    List<SourceEvent> take(long waitMs, long wantedBytes) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
        lock.lockInterruptibly();
        try {
            List<SourceEvent> events = takeByTurns(wantedBytes);
            while (events.isEmpty() && leftNs > 0) {
                leftNs = arrived.awaitNanos(leftNs);
                events = takeByTurns(wantedBytes);
            }
            return events;
        } finally {
            lock.unlock();
        }
    }

    private List<SourceEvent> takeByTurns(long wantedBytes) {
        List<SourceEvent> events = new ArrayList<>();
        long before = bytes;
        while (!turns.isEmpty() && (events.isEmpty() || before - bytes < wantedBytes)) {
            Queued queue = turns.removeFirst();
            queue.hasTurn = false;
            if (!held.contains(queue.partition)) {
                Sized next = queue.events.removeFirst();
                queue.bytes -= next.bytes;
                bytes -= next.bytes;
                events.add(next.event);
                weigh(queue);
                giveTurn(queue);
            }
        }
        if (!isFull) {
            taken.signalAll();
        }
        return events;
    }

    /** Keeps the events of these partitions, and of no others, until told otherwise. */
    void hold(Set<TopicPartition> partitions) {
        lock.lock();
        try {
            Set<TopicPartition> released = new HashSet<>(held);
            released.removeAll(partitions);
            held.clear();
            held.addAll(partitions);
            for (TopicPartition partition : released) {
                Queued queue = queues.get(partition);
                if (queue != null) {
                    giveTurn(queue);
                }
            }
            arrived.signalAll();
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what was read ahead of a partition, and takes nothing more of it until it is unblocked. */
    void block(TopicPartition partition) {
        lock.lock();
        try {
            blocked.add(partition);
            drop(partition);
        } finally {
            lock.unlock();
        }
    }

    /** The same for the one who takes, who may be behind the one who adds: it holds until that one has noted it. */
    void refuse(TopicPartition partition) {
        lock.lock();
        try {
            refused.merge(partition, 1, Integer::sum);
            drop(partition);
        } finally {
            lock.unlock();
        }
    }

    /** A refusal is known to the one who adds: from now on the partition is blocked. */
    void noteRefusal(TopicPartition partition) {
        lock.lock();
        try {
            blocked.add(partition);
            refused.computeIfPresent(partition, (which, times) -> times == 1 ? null : times - 1);
        } finally {
            lock.unlock();
        }
    }

    private void drop(TopicPartition partition) {
        @Nullable Queued dropped = queues.remove(partition);
        if (dropped != null) {
            bytes -= dropped.bytes;
            dropped.bytes = 0;
            dropped.events.clear();
            turns.remove(dropped);
            weigh(dropped);
            taken.signalAll();
        }
    }

    void unblock(TopicPartition partition) {
        lock.lock();
        try {
            blocked.remove(partition);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is room for more of one of these partitions; whether there is. */
    boolean awaitRoom(Set<TopicPartition> wanted, long waitMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
        lock.lockInterruptibly();
        try {
            while (!hasRoom(wanted) && leftNs > 0) {
                leftNs = taken.awaitNanos(leftNs);
            }
            return hasRoom(wanted);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(Set<TopicPartition> wanted) {
        return !isFull
                && (held.size() + heavy.size() < wanted.size()
                        || wanted.stream()
                                .anyMatch(partition -> !held.contains(partition) && !heavy.contains(partition)));
    }

    /** Which partitions should not be read for now though there is room: they are held, or are far ahead of the others. */
    Set<TopicPartition> tooFarAhead() {
        lock.lock();
        try {
            if (held.isEmpty() && heavy.isEmpty()) {
                return Set.of();
            }
            Set<TopicPartition> ahead = new HashSet<>(held);
            ahead.addAll(heavy);
            return ahead;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty(TopicPartition partition) {
        lock.lock();
        try {
            @Nullable Queued queue = queues.get(partition);
            return queue == null || queue.events.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing should be read until less is left. */
    boolean isFull() {
        lock.lock();
        try {
            return isFull;
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
