package org.lsst.efd.connect.influxdb.line;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.lsst.efd.connect.common.metrics.TaskMetrics;

/** What became of the fields of all records so far. Counted by one thread, read by any. */
public final class FieldCounts {
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong nonfinite = new AtomicLong();
    private final AtomicLong nulls = new AtomicLong();
    private final AtomicLong truncated = new AtomicLong();

    /** Registers what a person may want to see. */
    public void registerIn(TaskMetrics metrics) {
        metrics.gauge("fields-written-total", "Fields written", this::written);
        String name = "skipped-fields-total";
        metrics.gauge(name, "Fields left out", Map.of("reason", "nonfinite"), this::nonfinite);
        metrics.gauge(name, "Fields left out", Map.of("reason", "null"), this::nulls);
        metrics.gauge("truncated-strings-total", "Strings that were cut", this::truncated);
    }

    /** Fields written. */
    public long written() {
        return written.get();
    }

    /** Fields left out because they were NaN or infinite. */
    public long nonfinite() {
        return nonfinite.get();
    }

    /** Fields left out because they were null. */
    public long nulls() {
        return nulls.get();
    }

    /** Strings that were cut. */
    public long truncated() {
        return truncated.get();
    }

    void add(long moreWritten, long moreNonfinite, long moreNulls, long moreTruncated) {
        written.lazySet(written.get() + moreWritten);
        nonfinite.lazySet(nonfinite.get() + moreNonfinite);
        nulls.lazySet(nulls.get() + moreNulls);
        truncated.lazySet(truncated.get() + moreTruncated);
    }
}
