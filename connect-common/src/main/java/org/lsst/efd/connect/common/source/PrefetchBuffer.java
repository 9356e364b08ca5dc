package org.lsst.efd.connect.common.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was read ahead, partition by partition. Thread-safe: the reader's thread adds, the task's thread takes.
 *
 * <ol>
 *   <li>Events of a partition leave in the order in which they came; partitions take turns.
 *   <li>Above the limit nothing should be read, until less than half is left; a partition with more than a quarter of the
 *       limit should not be read until it has less than an eighth.
 * </ol>
 */
final class PrefetchBuffer {
    private static final int RECORD_BYTES = 200;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final LinkedHashMap<TopicPartition, Queued> queues = new LinkedHashMap<>();
    private final Set<TopicPartition> held = new HashSet<>();
    private final Set<TopicPartition> blocked = new HashSet<>();
    private long bytes;
    private boolean isFull;

    private static final class Queued {
        private final ArrayDeque<SourceEvent> events = new ArrayDeque<>();
        private long bytes;
        private boolean isHeavy;
    }

    PrefetchBuffer(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(SourceEvent event) {
        lock.lock();
        try {
            if (blocked.contains(event.partition())) {
                return;
            }
            Queued queue = queues.computeIfAbsent(event.partition(), partition -> new Queued());
            queue.events.addLast(event);
            queue.bytes += sizeOf(event);
            bytes += sizeOf(event);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One event of each partition that has any and is not held; waits for the first. */
    List<SourceEvent> take(long waitMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
        lock.lockInterruptibly();
        try {
            List<SourceEvent> taken = takeOfEach();
            while (taken.isEmpty() && leftNs > 0) {
                leftNs = arrived.awaitNanos(leftNs);
                taken = takeOfEach();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private List<SourceEvent> takeOfEach() {
        List<SourceEvent> taken = new ArrayList<>();
        queues.entrySet().removeIf(entry -> {
            Queued queue = entry.getValue();
            SourceEvent event = held.contains(entry.getKey()) ? null : queue.events.pollFirst();
            if (event != null) {
                queue.bytes -= sizeOf(event);
                bytes -= sizeOf(event);
                taken.add(event);
            }
            return queue.events.isEmpty();
        });
        return taken;
    }

    /** Keeps the events of these partitions, and of no others, until told otherwise. */
    void hold(Set<TopicPartition> partitions) {
        lock.lock();
        try {
            held.clear();
            held.addAll(partitions);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what was read ahead of a partition, and takes nothing more of it until it is unblocked. */
    void block(TopicPartition partition) {
        lock.lock();
        try {
            blocked.add(partition);
            Queued dropped = queues.remove(partition);
            if (dropped != null) {
                bytes -= dropped.bytes;
            }
        } finally {
            lock.unlock();
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

    /** Which of these partitions should not be read for now. */
    Set<TopicPartition> tooFarAhead(Set<TopicPartition> assigned) {
        lock.lock();
        try {
            isFull = isFull ? bytes >= maxBytes / 2 : bytes > maxBytes;
            if (isFull) {
                return Set.copyOf(assigned);
            }
            Set<TopicPartition> ahead = new HashSet<>(held);
            queues.forEach((partition, queue) -> {
                queue.isHeavy = queue.isHeavy ? queue.bytes >= maxBytes / 8 : queue.bytes > maxBytes / 4;
                if (queue.isHeavy) {
                    ahead.add(partition);
                }
            });
            ahead.retainAll(assigned);
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

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private static long sizeOf(SourceEvent event) {
        if (!(event instanceof SourceEvent.Records records)) {
            return RECORD_BYTES;
        }
        long size = 0;
        for (ConsumerRecord<byte[], byte[]> record : records.records()) {
            size += RECORD_BYTES + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        return size;
    }
}
