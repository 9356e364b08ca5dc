package org.lsst.efd.connect.influxdb.line;

import java.util.concurrent.atomic.AtomicLong;

/** What became of the fields of all records so far. Counted by one thread, read by any. */
public final class FieldCounts {
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong nonfinite = new AtomicLong();
    private final AtomicLong nulls = new AtomicLong();
    private final AtomicLong truncated = new AtomicLong();

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
