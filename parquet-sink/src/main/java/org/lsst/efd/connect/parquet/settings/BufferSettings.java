package org.lsst.efd.connect.parquet.settings;

import java.time.Duration;
import java.util.List;
import org.lsst.efd.connect.common.settings.Setting;

/** Memory, threads and patience. */
public final class BufferSettings {
    public static final Setting<Long> MAX_BYTES = Setting.number("buffer.max.bytes")
            .orElse(268_435_456L)
            .atLeast(8 << 20)
            .withDoc(
                    "Heap for all that a task holds. Above three quarters of it the largest buffers go to the disk and the "
                            + "oldest files end early; above all of it nothing is read.");

    public static final Setting<Integer> THREADS = Setting.integer("writer.threads")
            .orElse(2)
            .between(1, 64)
            .withDoc("Threads of a task that encode and publish files.");

    public static final Setting<Duration> CLOSE_TIMEOUT = Setting.millis("close.timeout.ms")
            .orElse(3000L)
            .withDoc(
                    "How long to wait for running publications when partitions are revoked or the task stops; below the "
                            + "worker's `task.shutdown.graceful.timeout.ms` (5000).");

    private BufferSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(MAX_BYTES, THREADS, CLOSE_TIMEOUT);
    }
}
