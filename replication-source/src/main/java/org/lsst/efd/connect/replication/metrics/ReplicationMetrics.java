package org.lsst.efd.connect.replication.metrics;

import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.source.TopicDiscovery;
import org.lsst.efd.connect.replication.copy.CopiedPartitions;
import org.lsst.efd.connect.replication.copy.FailKind;
import org.lsst.efd.connect.replication.copy.TopicCounts;
import org.lsst.efd.connect.replication.copy.WaitKind;
import org.lsst.efd.connect.replication.schema.SchemaReport;
import org.lsst.efd.connect.replication.target.PreparedTopics;
import org.lsst.efd.connect.replication.target.TargetTopics;

/** Tells the worker's metrics what a task does. */
public final class ReplicationMetrics {
    private final TaskMetrics metrics;
    private final Clock clock;
    private final Map<String, TopicCounts> topics = new HashMap<>();

    public ReplicationMetrics(TaskMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    public void ofTask(CopiedPartitions partitions, TopicDiscovery discovery) {
        sum("records-total", "Records handed to Connect", partitions, TopicCounts::records);
        sum("bytes-total", "Bytes of their keys and values", partitions, TopicCounts::bytes);
        sum(
                "records-lost-total",
                "Records deleted at the source before they were copied",
                partitions,
                TopicCounts::lost);
        sum(
                "offset-jumps-total",
                "Times that the next offset was not the one expected: markers, compaction",
                partitions,
                TopicCounts::jumps);
        sum("records-skipped-total", "Records left out by a policy", partitions, TopicCounts::skipped);
        sum("records-oversize-total", "Those of them that are too large", partitions, TopicCounts::oversize);
        sum("records-damaged-total", "Records that could not be read", partitions, TopicCounts::damaged);
        sum("records-rewound-total", "Records lost at the source by truncation", partitions, TopicCounts::rewound);
        sum(
                "recreated-total",
                "Partitions begun again: their topic was made again",
                partitions,
                TopicCounts::timesRecreated);
        sum("ids-translated-total", "Schema ids replaced, in keys and values", partitions, TopicCounts::translated);
        sum("lag-records", "Records still to be copied", partitions, TopicCounts::lagRecords);
        metrics.gauge(
                "lag-seconds",
                "Age of the last copied record of the topic that is behind most",
                () -> partitions.counts().values().stream()
                        .mapToDouble(of -> of.lagSeconds(clock.millis()))
                        .max()
                        .orElse(0));
        metrics.gauge("owned-partitions", "Partitions owned", partitions::owned);
        byReason("failed-partitions", "Partitions not copied any more", FailKind.values(), partitions::failed);
        byReason("waiting-partitions", "Partitions that wait", WaitKind.values(), partitions::waiting);
        metrics.gauge("latency-p50-ms", "Age of records when they leave: half is below", () -> partitions
                .latencies()
                .quantileMs(0.5));
        metrics.gauge("latency-p99-ms", "Age of records when they leave: 99 % are below", () -> partitions
                .latencies()
                .quantileMs(0.99));
        metrics.gauge(
                "source-is-answering",
                "1 while the source cluster lists its topics",
                () -> discovery.lastFailure() == null && discovery.hasAnswered() ? 1 : 0);
        metrics.gauge("source-topics", "Topics selected at the source", () -> discovery
                .topics()
                .size());
        metrics.gauge(
                "listing-age-seconds",
                "Time since the source cluster listed its topics",
                () -> Math.max(0, clock.millis() - discovery.answeredMs()) / 1000.0);
    }

    public void ofTargets(TargetTopics targets) {
        if (targets instanceof PreparedTopics prepared) {
            metrics.gauge("topics-created-total", "Topics made at the target", prepared::created);
            metrics.gauge("config-changes-total", "Topics whose settings were changed", prepared::configChanges);
            metrics.gauge("config-failures-total", "Changes of settings that failed", prepared::configFailures);
        }
    }

    public void ofSchemas(Optional<SchemaReport> schemas) {
        schemas.ifPresent(report -> {
            metrics.gauge("schema-questions-total", "Ids the registries were asked for", report::questions);
            metrics.gauge("schema-ids", "Ids known, for each topic that uses them", report::ids);
            metrics.gauge("schema-versions-total", "Versions registered at the target", report::versions);
            metrics.gauge("schema-subjects", "Subjects of these versions", report::subjects);
            metrics.gauge("schema-conflicts-total", "Versions refused, or different at the target", report::conflicts);
        });
    }

    private <K extends Enum<K>> void byReason(
            String name, String description, K[] reasons, Supplier<Map<K, Integer>> counts) {
        for (K reason : reasons) {
            Map<String, String> tags =
                    Map.of("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            metrics.gauge(name, description, tags, () -> counts.get().getOrDefault(reason, 0));
        }
    }

    private void sum(
            String name, String description, CopiedPartitions partitions, ToDoubleFunction<TopicCounts> value) {
        metrics.gauge(name, description, () -> partitions.total(value));
    }

    /** Tells of topics that are new, and no longer of those that are gone. */
    public void follow(Map<String, TopicCounts> counts) {
        Map<String, TopicCounts> gone = new HashMap<>(topics);
        // a topic that came back counts from the start
        gone.entrySet().removeIf(told -> counts.get(told.getKey()) == told.getValue());
        gone.keySet().forEach(topic -> {
            metrics.remove(tags(topic));
            topics.remove(topic);
        });
        counts.forEach((topic, of) -> {
            if (topics.putIfAbsent(topic, of) == null) {
                Map<String, String> tags = tags(topic);
                metrics.gauge("topic-records-total", "Records handed to Connect", tags, of::records);
                metrics.gauge("topic-bytes-total", "Bytes of their keys and values", tags, of::bytes);
                metrics.gauge("topic-records-lost-total", "Records deleted before they were copied", tags, of::lost);
                metrics.gauge("topic-offset-jumps-total", "Offsets that were not the one expected", tags, of::jumps);
                metrics.gauge("topic-records-skipped-total", "Records left out by a policy", tags, of::skipped);
                metrics.gauge("topic-records-oversize-total", "Those that are too large", tags, of::oversize);
                metrics.gauge("topic-waiting-partitions", "Partitions that wait", tags, of::waitingPartitions);
                metrics.gauge("topic-failed-partitions", "Partitions not copied any more", tags, of::failedPartitions);
                metrics.gauge("topic-lag-records", "Records still to be copied", tags, of::lagRecords);
                metrics.gauge(
                        "topic-lag-seconds",
                        "Age of the last copied record while there is more to copy",
                        tags,
                        () -> of.lagSeconds(clock.millis()));
            }
        });
    }

    private static Map<String, String> tags(String topic) {
        return Map.of("topic", topic);
    }
}
