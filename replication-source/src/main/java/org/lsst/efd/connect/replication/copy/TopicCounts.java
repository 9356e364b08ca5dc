package org.lsst.efd.connect.replication.copy;

import java.util.concurrent.atomic.AtomicLong;

/** What became of the records of one topic in one task. Thread-safe. */
public final class TopicCounts {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong jumps = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong oversize = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private final AtomicLong rewound = new AtomicLong();
    private final AtomicLong recreated = new AtomicLong();
    private final AtomicLong translated = new AtomicLong();
    private volatile int waitingPartitions;
    private volatile int failedPartitions;
    private volatile long lagRecords;
    private volatile boolean isLagKnown = true;
    private volatile long lastTimestampMs;

    /** From when on a topic counts as behind of which nothing was copied yet. */
    TopicCounts(long nowMs) {
        lastTimestampMs = nowMs;
    }

    void copied(long moreRecords, long moreBytes, long timestampMs) {
        records.addAndGet(moreRecords);
        bytes.addAndGet(moreBytes);
        lastTimestampMs = timestampMs;
    }

    void translated(long more) {
        translated.addAndGet(more);
    }

    void lost(long more) {
        lost.addAndGet(more);
    }

    void jumped() {
        jumps.incrementAndGet();
    }

    void countSkipped() {
        skipped.incrementAndGet();
    }

    void countOversize() {
        oversize.incrementAndGet();
    }

    void damaged(long more) {
        damaged.addAndGet(more);
    }

    void rewound(long more) {
        rewound.addAndGet(more);
    }

    void recreated() {
        recreated.incrementAndGet();
    }

    /** Also counts what another has counted, but for what is still to be copied. */
    void add(TopicCounts other) {
        records.addAndGet(other.records());
        bytes.addAndGet(other.bytes());
        lost.addAndGet(other.lost());
        jumps.addAndGet(other.jumps());
        skipped.addAndGet(other.skipped());
        oversize.addAndGet(other.oversize());
        damaged.addAndGet(other.damaged());
        rewound.addAndGet(other.rewound());
        recreated.addAndGet(other.timesRecreated());
        translated.addAndGet(other.translated());
    }

    /** So many of its partitions wait, and so many are not copied any more. */
    void partitions(int waiting, int failed) {
        waitingPartitions = waiting;
        failedPartitions = failed;
    }

    /** So many records are to be copied still, or more if nobody can tell. */
    void lag(long left, boolean isKnown) {
        lagRecords = left;
        isLagKnown = isKnown;
    }

    /** Records handed to Connect. */
    public long records() {
        return records.get();
    }

    /** Bytes of their keys and values. */
    public long bytes() {
        return bytes.get();
    }

    /** Records that were deleted at the source before they could be copied. */
    public long lost() {
        return lost.get();
    }

    /** Times that the next offset was not the one expected: transaction markers, compaction, records left out. */
    public long jumps() {
        return jumps.get();
    }

    /** Records left out by a policy: too large, or their schema did not come. */
    public long skipped() {
        return skipped.get();
    }

    /** Records left out because they are too large; they count as {@link #skipped}, too. */
    public long oversize() {
        return oversize.get();
    }

    /** Records that could not be read and were passed over. */
    public long damaged() {
        return damaged.get();
    }

    /** Records at the target that the source has lost by a truncation of its log. */
    public long rewound() {
        return rewound.get();
    }

    /** Times that a partition began again because its topic was deleted and made again. */
    public long timesRecreated() {
        return recreated.get();
    }

    /** Schema ids that were replaced, in keys and in values. */
    public long translated() {
        return translated.get();
    }

    /** Partitions that wait. */
    public int waitingPartitions() {
        return waitingPartitions;
    }

    /** Partitions that are not copied any more. */
    public int failedPartitions() {
        return failedPartitions;
    }

    /** Records still to be copied. */
    public long lagRecords() {
        return lagRecords;
    }

    /**
     * How far the last copied record lies behind, in seconds; 0 where nothing more is to be read. Where nobody can tell, since
     * the source is away or a partition cannot be read, it grows.
     */
    public double lagSeconds(long nowMs) {
        return lagRecords == 0 && isLagKnown ? 0 : Math.max(0, nowMs - lastTimestampMs) / 1000.0;
    }
}
