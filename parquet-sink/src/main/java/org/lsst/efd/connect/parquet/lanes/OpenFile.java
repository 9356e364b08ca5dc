package org.lsst.efd.connect.parquet.lanes;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.custody.CustodyBatch;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.FileFormat;
import org.lsst.efd.connect.parquet.files.RowEncoder;
import org.lsst.efd.connect.parquet.files.StagedFile;
import org.lsst.efd.connect.parquet.paths.FilePath;
import org.lsst.efd.connect.parquet.rows.RowBuffer;
import org.lsst.efd.connect.parquet.rows.RowShape;
import org.lsst.efd.connect.parquet.rows.RowSource;

/**
 * A file that receives records. Task thread only, but for {@link #encoded} and {@link #release}.
 *
 * <p>A file is never cut between rows of one told offset: who ends it asks {@link #mayEndBefore}.
 */
final class OpenFile {
    private static final long OVERHEAD_BYTES = 1500;
    private static final double FIRST_RATIO = 0.6;

    private final RowShape shape;
    private final FilePath path;
    private final CustodyBatch batch;
    private final StagedFile staged;
    private final AtomicBoolean isReleased = new AtomicBoolean();
    private final long openedMs;
    private final boolean isOpenedLate;

    private @Nullable RowBuffer rows;
    private long countedBytes;
    private @Nullable RowEncoder encoder;
    private long firstOffset = -1;
    private long lastOffset = -1;
    private long records;
    private long minTimeNs = Long.MAX_VALUE;
    private long maxTimeNs = Long.MIN_VALUE;
    private long lastAppendMs;

    /** Offset and Kafka timestamp of each row, while it is not known what is published. */
    private long[] offsets = {};

    private long[] timestamps = {};

    private long handedBytes;
    private final AtomicLong encodedFromBytes = new AtomicLong();
    private final AtomicLong encodedBytes = new AtomicLong();

    OpenFile(RowShape shape, FilePath path, CustodyBatch batch, StagedFile staged, long nowMs, boolean isOpenedLate) {
        this.shape = shape;
        this.path = path;
        this.batch = batch;
        this.staged = staged;
        this.openedMs = nowMs;
        this.lastAppendMs = nowMs;
        this.isOpenedLate = isOpenedLate;
    }

    /**
     * Appends a row.
     *
     * @return by how many bytes the heap grew
     * @throws org.apache.kafka.connect.errors.DataException if the record does not fit; nothing has changed then
     */
    long append(RowSource source, long nowMs, boolean remembersOffsets) {
        OutgoingRecord record = source.record();
        RowBuffer into = rows();
        shape.append(source, into);
        if (remembersOffsets) {
            remember(record, into.rows() - 1);
        }
        long bytes = into.bytes() + (records == 0 ? OVERHEAD_BYTES : 0) + 16L * offsets.length;
        long grown = bytes - countedBytes;
        countedBytes = bytes;
        batch.add(record, grown);
        if (firstOffset < 0) {
            firstOffset = record.toldOffset();
        }
        lastOffset = record.toldOffset();
        records++;
        minTimeNs = Math.min(minTimeNs, source.timeNs());
        maxTimeNs = Math.max(maxTimeNs, source.timeNs());
        lastAppendMs = nowMs;
        return grown;
    }

    private RowBuffer rows() {
        RowBuffer known = rows;
        if (known == null) {
            known = shape.newBuffer();
            rows = known;
        }
        return known;
    }

    private void remember(OutgoingRecord record, int at) {
        if (at == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(16, 2 * at));
            timestamps = Arrays.copyOf(timestamps, offsets.length);
        }
        offsets[at] = record.toldOffset();
        timestamps[at] = Lane.timestampOf(record);
    }

    /**
     * Drops the rows that are published already; offsets are not remembered any longer.
     *
     * @return how many
     */
    int dropPublished(long lastPublished) {
        RowBuffer buffered = rows();
        int published = 0;
        while (published < buffered.rows() && offsets[published] <= lastPublished) {
            published++;
        }
        if (published > 0) {
            buffered.dropFirst(published);
            records -= published;
            firstOffset = buffered.rows() == 0 ? -1 : offsets[published];
        }
        return published;
    }

    /** The greatest Kafka timestamp among the first rows. */
    long maxTimestamp(int firstRows) {
        return Arrays.stream(timestamps, 0, firstRows).max().orElse(-1);
    }

    void forgetOffsets() {
        offsets = new long[0];
        timestamps = new long[0];
    }

    /** Whether the file may end before a row of this told offset. */
    boolean mayEndBefore(long toldOffset) {
        return toldOffset != lastOffset;
    }

    /** Whether a row of this time would make the file span more than it may. */
    boolean wouldSpan(long timeNs, long maxSpanNs) {
        return records > 0 && Math.max(maxTimeNs, timeNs) - Math.min(minTimeNs, timeNs) > maxSpanNs;
    }

    /** Rows that are handed to a writer thread, with the encoder of the file. */
    record Handed(RowBuffer rows, RowEncoder encoder, long bytes) {}

    /** Hands over what is in memory and goes on with an empty buffer. */
    Handed handOver(FileFormat format, FileFacts begun) {
        RowEncoder into = encoder;
        if (into == null) {
            into = format.encoder(shape, staged, begun);
            encoder = into;
        }
        RowBuffer buffered = rows();
        buffered.grow(shape);
        Handed handed = new Handed(buffered, into, countedBytes);
        handedBytes += countedBytes;
        rows = null;
        countedBytes = 0;
        return handed;
    }

    /** Hands over what is in memory, and with it the encoder: no row follows. */
    Handed handOverLast(FileFormat format, FileFacts facts) {
        Handed handed = handOver(format, facts);
        encoder = null;
        return handed;
    }

    /** To be called when handed rows were encoded; any thread. */
    void encoded(long fromBytes, long size) {
        encodedFromBytes.addAndGet(fromBytes);
        encodedBytes.set(size);
    }

    /** Bytes that the file would have if it ended now, about. */
    long estimatedBytes() {
        long from = encodedFromBytes.get();
        long to = encodedBytes.get();
        double ratio = from == 0 ? FIRST_RATIO : (double) to / from;
        return to + (long) ((handedBytes - from + countedBytes) * ratio);
    }

    /** Frees what it holds; any thread, once or more. */
    void release() {
        if (isReleased.compareAndSet(false, true)) {
            batch.release();
        }
    }

    boolean isReleased() {
        return isReleased.get();
    }

    CustodyBatch batch() {
        return batch;
    }

    StagedFile staged() {
        return staged;
    }

    RowShape shape() {
        return shape;
    }

    FilePath path() {
        return path;
    }

    int bufferedRows() {
        return rows == null ? 0 : rows.rows();
    }

    long bufferedBytes() {
        return countedBytes;
    }

    long firstOffset() {
        return firstOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    long records() {
        return records;
    }

    long openedMs() {
        return openedMs;
    }

    long lastAppendMs() {
        return lastAppendMs;
    }

    /** Whether event time had left its directory's date behind when it was opened. */
    boolean isOpenedLate() {
        return isOpenedLate;
    }
}
