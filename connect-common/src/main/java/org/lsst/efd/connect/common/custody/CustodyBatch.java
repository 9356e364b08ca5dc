package org.lsst.efd.connect.common.custody;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.OutgoingRecord;

/**
 * Records that become durable together. One thread at a time adds; any thread sheds, retains and releases.
 *
 * <p>It begins with one claim, that of whoever made it. The claims of a batch are gone when {@link #release} was called
 * once more than {@link #retain}: then its offsets are safe and its bytes free.
 */
public final class CustodyBatch {
    private final Custody custody;
    private final AtomicInteger claims = new AtomicInteger(1);
    private final List<Custody.Share> shares = new ArrayList<>();
    private final Map<TopicPartition, Custody.Share> byPartition = new HashMap<>();
    private Custody.@Nullable Share last;
    private final AtomicLong bytes = new AtomicLong();

    CustodyBatch(Custody custody) {
        this.custody = custody;
    }

    /**
     * Takes custody of a record.
     *
     * @param retainedBytes what holding it costs: its encoded form and, where a late rejection needs it, the record itself
     *     ({@link RetainedSize})
     */
    public void add(OutgoingRecord record, long retainedBytes) {
        Custody.Share share = last;
        if (share == null || !share.isOf(record.partition())) {
            share = byPartition.computeIfAbsent(record.partition(), partition -> {
                Custody.Share fresh = custody.newShare(partition, record.neededOffset());
                shares.add(fresh);
                return fresh;
            });
            last = share;
        }
        custody.add(share, retainedBytes);
        bytes.addAndGet(retainedBytes);
    }

    /**
     * Frees bytes that went from memory to a disk; the offsets stay in custody. For batches of a single partition.
     *
     * @param freedBytes not more than was added; negative where the batch turned out to cost more
     */
    public void shed(long freedBytes) {
        if (shares.size() != 1) {
            throw new IllegalStateException("the batch holds records of " + shares.size() + " partitions");
        }
        custody.add(shares.get(0), -freedBytes);
        bytes.addAndGet(-freedBytes);
    }

    /** Adds a claim, for something else that must be durable before the batch is: the report of a bad record. */
    public void retain() {
        if (claims.getAndIncrement() <= 0) {
            throw new IllegalStateException("the batch is released already");
        }
    }

    /** Drops a claim. */
    public void release() {
        int left = claims.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("the batch is released already");
        }
        if (left == 0) {
            custody.release(shares);
        }
    }

    /** Bytes that its records cost. */
    public long bytes() {
        return bytes.get();
    }
}
