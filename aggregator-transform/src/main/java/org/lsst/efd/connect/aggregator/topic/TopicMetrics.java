package org.lsst.efd.connect.aggregator.topic;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.window.statistics.SamplePool;

/**
 * What the topics of a task have come to, as metrics with the tag {@code topic}, which go when the topic does. The
 * task refreshes them once a second; anybody may read them.
 */
public final class TopicMetrics {
    private static final long INTERVAL_MS = 1_000;

    private final TaskMetrics metrics;
    private final SamplePool samples;
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
    private final Set<String> registered = new HashSet<>();
    private volatile double sampleBytes;
    private volatile double waitingPartitions;
    private long dueMs = Long.MIN_VALUE;

    /** A topic at one moment. */
    private record Snapshot(
            long records,
            long told,
            long late,
            long future,
            long bad,
            long lost,
            long droppedColumns,
            int openWindows,
            int groups,
            int idlePartitions,
            int aheadPartitions,
            double watermarkMs,
            double lagMs) {
        static Snapshot of(AggregatedTopic topic, long nowMs) {
            TopicCounts counts = topic.counts();
            TopicWindows windows = topic.windows();
            double watermarkMs = windows.watermarkMs(nowMs).stream()
                    .mapToDouble(ms -> ms)
                    .findFirst()
                    .orElse(Double.NaN);
            return new Snapshot(
                    counts.records(),
                    counts.told(),
                    counts.late(),
                    counts.future(),
                    counts.bad(),
                    counts.lost(),
                    counts.droppedColumns(),
                    windows.openWindows(),
                    windows.openGroups(),
                    windows.idlePartitions(nowMs),
                    windows.aheadPartitions(nowMs),
                    watermarkMs,
                    nowMs - watermarkMs);
        }
    }

    /** Metrics of no topic yet. */
    public TopicMetrics(TaskMetrics metrics, SamplePool samples) {
        this.metrics = metrics;
        this.samples = samples;
        metrics.gauge("sample-bytes", "Bytes of the samples in open windows", () -> sampleBytes);
        metrics.gauge(
                "partitions-waiting", "Partitions that cannot be read and are tried again", () -> waitingPartitions);
    }

    /** Whether they are to be refreshed. */
    public boolean isDue(long nowMs) {
        return nowMs >= dueMs;
    }

    /** Looks at all topics. */
    public void refresh(List<AggregatedTopic> topics, int partitionsWaiting, long nowMs) {
        dueMs = nowMs + INTERVAL_MS;
        sampleBytes = samples.usedBytes();
        waitingPartitions = partitionsWaiting;
        Set<String> gone = new HashSet<>(registered);
        topics.forEach(topic -> gone.remove(topic.name()));
        gone.forEach(topic -> {
            metrics.remove(tags(topic));
            registered.remove(topic);
            snapshots.remove(topic);
        });
        for (AggregatedTopic topic : topics) {
            snapshots.put(topic.name(), Snapshot.of(topic, nowMs));
            if (registered.add(topic.name())) {
                register(topic.name());
            }
        }
    }

    private void register(String topic) {
        gauge(topic, "records-read-total", "Records read", Snapshot::records);
        gauge(topic, "windows-told-total", "Windows told, each group counted", Snapshot::told);
        gauge(topic, "late-records-total", "Records whose windows were all closed", Snapshot::late);
        gauge(topic, "future-records-total", "Bad records too far ahead of the wall clock", Snapshot::future);
        gauge(topic, "bad-records-total", "Records that could not be aggregated", Snapshot::bad);
        gauge(topic, "lost-records-total", "Records deleted before they were read", Snapshot::lost);
        gauge(
                topic,
                "dropped-columns-total",
                "Columns that the newest schema of a window lacks",
                Snapshot::droppedColumns);
        gauge(topic, "windows-open", "Windows that hold records, each group counted", Snapshot::openWindows);
        gauge(topic, "groups-open", "Groups that have an open window", Snapshot::groups);
        gauge(topic, "partitions-idle", "Partitions that hold nobody up", Snapshot::idlePartitions);
        gauge(topic, "partitions-ahead", "Partitions paused until others catch up", Snapshot::aheadPartitions);
        gauge(topic, "watermark-ms", "Event time up to which windows may close", Snapshot::watermarkMs);
        gauge(topic, "watermark-lag-ms", "Wall clock minus watermark", Snapshot::lagMs);
    }

    private void gauge(String topic, String name, String description, ToDoubleFunction<Snapshot> value) {
        metrics.gauge(name, description, tags(topic), () -> {
            // somebody may look while it goes
            Snapshot snapshot = snapshots.get(topic);
            return snapshot == null ? Double.NaN : value.applyAsDouble(snapshot);
        });
    }

    private static Map<String, String> tags(String topic) {
        return Map.of("topic", topic);
    }
}
