package org.lsst.efd.connect.parquet.lanes;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.lsst.efd.connect.common.metrics.TaskMetrics;

/** What lanes count since the task started. Thread-safe. */
public final class LaneCounts {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong publishMs = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong alreadyPublished = new AtomicLong();
    private final AtomicLong oldestOpenSeconds = new AtomicLong();
    private final AtomicInteger paused = new AtomicInteger();
    private final Map<RotationReason, AtomicLong> rotations = new EnumMap<>(RotationReason.class);

    LaneCounts() {
        for (RotationReason reason : RotationReason.values()) {
            rotations.put(reason, new AtomicLong());
        }
    }

    void open(int openFiles) {
        open.set(openFiles);
    }

    void rotated(RotationReason reason) {
        AtomicLong count = rotations.get(reason);
        if (count != null) {
            count.incrementAndGet();
        }
    }

    void published(long fileRecords, long fileBytes, long tookMs) {
        files.incrementAndGet();
        records.addAndGet(fileRecords);
        bytes.addAndGet(fileBytes);
        publishMs.addAndGet(tookMs);
    }

    void retried() {
        retries.incrementAndGet();
    }

    void conflict() {
        conflicts.incrementAndGet();
    }

    void alreadyPublished(long count) {
        alreadyPublished.addAndGet(count);
    }

    void oldestOpen(long seconds) {
        oldestOpenSeconds.set(seconds);
    }

    /** Takes note of how many partitions are not read for now. */
    public void paused(int partitions) {
        paused.set(partitions);
    }

    /** Files published. */
    public long files() {
        return files.get();
    }

    /** Files that receive records. */
    public int open() {
        return open.get();
    }

    /** Rows in published files. */
    public long records() {
        return records.get();
    }

    /** Names that another owner had taken. */
    public long conflicts() {
        return conflicts.get();
    }

    /** Records that were found in a file already. */
    public long alreadyPublished() {
        return alreadyPublished.get();
    }

    /** Files ended for a reason. */
    public long rotations(RotationReason reason) {
        AtomicLong count = rotations.get(reason);
        return count == null ? 0 : count.get();
    }

    /** Registers what a person may want to see. */
    public void registerIn(TaskMetrics metrics) {
        metrics.gauge("files-open", "Files that receive records", open::get);
        metrics.gauge("files-published-total", "Files published", files::get);
        metrics.gauge("records-written-total", "Rows in published files", records::get);
        metrics.gauge("bytes-written-total", "Bytes of published files", bytes::get);
        metrics.gauge("file-bytes-avg", "Mean size of published files", () -> mean(bytes));
        metrics.gauge("file-records-avg", "Mean number of rows of published files", () -> mean(records));
        metrics.gauge("publish-latency-avg-ms", "Mean time of a publication", () -> mean(publishMs));
        metrics.gauge("publish-retries-total", "Attempts that failed and were made again", retries::get);
        metrics.gauge("conflicts-total", "Names that another owner had taken", conflicts::get);
        metrics.gauge("already-published-total", "Records that were found in a file already", alreadyPublished::get);
        metrics.gauge("oldest-open-file-age-seconds", "Age of the oldest open file", oldestOpenSeconds::get);
        metrics.gauge("partitions-paused", "Partitions that are not read for now", paused::get);
        rotations.forEach((reason, count) -> metrics.gauge(
                "rotations-total",
                "Files ended, by reason",
                Map.of("reason", reason.name().toLowerCase(java.util.Locale.ROOT)),
                count::get));
    }

    private double mean(AtomicLong sum) {
        long count = files.get();
        return count == 0 ? 0 : (double) sum.get() / count;
    }
}
