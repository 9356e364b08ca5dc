package org.lsst.efd.connect.oracle.settings;

import java.time.Duration;
import java.util.List;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.oracle.row.BatchLimits;

/** When rows are written, how many at a time, and how much memory they may have. */
public final class BatchSettings {
    private static final int TRANSACTION_SHARE = 4;

    public static final Setting<Integer> ROWS =
            Setting.integer("batch.rows").orElse(1000).atLeast(1).withDoc("Rows of a table that make a batch due.");

    public static final Setting<Integer> BYTES = Setting.integer("batch.bytes")
            .orElse(4 << 20)
            .atLeast(1024)
            .withDoc("Bytes of memory that make a batch due.");

    public static final Setting<Duration> LINGER =
            Setting.millis("batch.linger.ms").orElse(2000L).withDoc("Age at which a batch is due, however small.");

    public static final Setting<Long> BUFFER = Setting.number("buffer.max.bytes")
            .orElse(128L << 20)
            .atLeast(1 << 16)
            .withDoc(
                    "Memory for records that are not stored yet, of all tables of a task. Above it consumption pauses, "
                            + "below half of it it resumes; a partition with more than a quarter of it (half, if there is no "
                            + "other; a third, if there is one) is paused alone.");

    private BatchSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(ROWS, BYTES, LINGER, BUFFER);
    }

    static BatchLimits limits(SettingValues values) {
        return new BatchLimits(values.get(ROWS), values.get(BYTES), values.get(LINGER));
    }

    /** Bytes of waiting batches that one transaction takes. */
    public static long transactionBytes(SettingValues values) {
        return Math.max(values.get(BYTES), values.get(BUFFER) / TRANSACTION_SHARE);
    }
}
