package org.lsst.efd.connect.influxdb.lanes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.influxdb.line.LineBuffer;

/**
 * The batches of some partitions: one is being filled, others wait for the sender. Thread-safe; the task thread fills,
 * one sender takes.
 */
final class Lane {
    private static final int FIRST_CAPACITY = 64 * 1024;
    private static final int FREE_MAX = 2;

    private final LaneRules rules;
    private final ByteCap cap;
    private final Custody custody;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> full = new ArrayDeque<>();
    private final Deque<LineBuffer> free = new ArrayDeque<>();
    private final Set<TopicPartition> discarded = new HashSet<>();
    private @Nullable Batch filling;
    private int usualSize;
    private boolean isSending;
    private boolean isPaused;
    private boolean isClosed;

    Lane(LaneRules rules, ByteCap cap, Custody custody) {
        this.rules = rules;
        this.cap = cap;
        this.custody = custody;
    }

    /**
     * Writes the line of a record into the batch that is being filled, and takes custody of the record.
     *
     * @param recordBytes what holding the record itself costs
     * @return the bytes of the line, 0 for none
     */
    int append(OutgoingRecord record, long recordBytes, LineSource line) {
        lock.lock();
        try {
            Batch batch = filling;
            if (batch == null) {
                LineBuffer buffer = free.isEmpty() ? new LineBuffer(capacity()) : free.pop();
                batch = new Batch(buffer, custody.newBatch(), System.nanoTime());
            }
            int before = batch.buffer().size();
            if (!line.writeTo(batch.buffer())) {
                return 0;
            }
            int length = batch.buffer().size() - before;
            batch.add(record, recordBytes + length);
            if (filling == null) {
                filling = batch;
                changed.signalAll();
            }
            if (isFull(batch)) {
                full.add(batch);
                filling = null;
                usualSize = batch.buffer().size();
                changed.signalAll();
            }
            return length;
        } finally {
            lock.unlock();
        }
    }

    /** Room for a batch like the last one, so that it need not grow and be copied. */
    private int capacity() {
        return Math.max(FIRST_CAPACITY, usualSize + usualSize / 8);
    }

    private boolean isFull(Batch batch) {
        return batch.count() >= rules.batchLines()
                || batch.buffer().size() >= Math.min(rules.batchBytes(), cap.bytes());
    }

    /** Waits for a batch that is full, has lingered, or cannot grow for now; null when the lane is closed. */
    @Nullable
    Batch take() throws InterruptedException {
        lock.lock();
        try {
            while (!isClosed) {
                Batch batch = full.poll();
                if (batch == null && filling != null) {
                    long leftNs = filling.openedNs() + rules.linger().toNanos() - System.nanoTime();
                    if (leftNs > 0 && !isPaused) {
                        changed.awaitNanos(leftNs);
                        continue;
                    }
                    batch = filling;
                    filling = null;
                    usualSize = batch.buffer().size();
                }
                if (batch != null) {
                    isSending = true;
                    return batch;
                }
                changed.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether records of the lane are not read for now: then there is nothing to wait for. */
    void setPaused(boolean isIt) {
        lock.lock();
        try {
            if (isIt && !isPaused) {
                changed.signalAll();
            }
            isPaused = isIt;
        } finally {
            lock.unlock();
        }
    }

    /** The sender is done with a batch: it leaves custody, and its buffer is used again. */
    void release(Batch batch) {
        batch.custody().release();
        lock.lock();
        try {
            isSending = false;
            discarded.clear();
            LineBuffer buffer = batch.buffer();
            if (free.size() < FREE_MAX && buffer.capacity() <= 2 * (long) rules.batchBytes()) {
                buffer.truncate(0);
                free.push(buffer);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is not sent yet of these partitions; what is in flight is not sent again. */
    void discard(Set<TopicPartition> partitions) {
        lock.lock();
        try {
            full.forEach(batch -> batch.keep(record -> !partitions.contains(record.partition())));
            full.removeIf(Lane::isGone);
            Batch batch = filling;
            if (batch != null) {
                batch.keep(record -> !partitions.contains(record.partition()));
                filling = isGone(batch) ? null : batch;
            }
            if (isSending) {
                discarded.addAll(partitions);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isGone(Batch batch) {
        if (batch.count() > 0) {
            return false;
        }
        batch.custody().release();
        return true;
    }

    /** Takes out of the batch in flight what was discarded since; returns whether anything was. */
    boolean dropDiscarded(Batch inFlight) {
        lock.lock();
        try {
            if (discarded.isEmpty()) {
                return false;
            }
            inFlight.keep(record -> !discarded.contains(record.partition()));
            discarded.clear();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits so long, or until something is discarded or the lane closed; returns whether the lane is still open. */
    boolean pause(long ms) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = TimeUnit.MILLISECONDS.toNanos(ms);
            while (leftNs > 0 && !isClosed && discarded.isEmpty()) {
                leftNs = changed.awaitNanos(leftNs);
            }
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            isClosed = true;
            full.clear();
            filling = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
