package org.lsst.efd.connect.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.aggregator.AggregatorSourceConfig.BadRecordPolicy;
import org.lsst.efd.connect.aggregator.source.WaitingPartitions;
import org.lsst.efd.connect.aggregator.topic.AggregatedTopic;
import org.lsst.efd.connect.aggregator.topic.Heartbeats;
import org.lsst.efd.connect.aggregator.topic.OwnedTopics;
import org.lsst.efd.connect.aggregator.topic.Reading;
import org.lsst.efd.connect.aggregator.topic.TopicMetrics;
import org.lsst.efd.connect.aggregator.topic.TopicStarts;
import org.lsst.efd.connect.aggregator.topic.TopicState;
import org.lsst.efd.connect.aggregator.topic.TopicWindows;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.settings.PluginVersion;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.sink.NullValueSettings;
import org.lsst.efd.connect.common.sink.NullValues;
import org.lsst.efd.connect.common.source.AdminTopicLister;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.common.source.Ownership;
import org.lsst.efd.connect.common.source.SelfDiscoveringConnector;
import org.lsst.efd.connect.common.source.SourcePartitions;
import org.lsst.efd.connect.common.source.SourceReader;
import org.lsst.efd.connect.common.source.SourceSettings;
import org.lsst.efd.connect.common.source.SourceStart;
import org.lsst.efd.connect.common.source.TopicDiscovery;
import org.lsst.efd.window.statistics.SamplePool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds topics, reads those it owns, tells their windows. {@code commitRecord} may come from any thread. */
public final class AggregatorSourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(AggregatorSourceTask.class);
    /** The task can be stopped only between two polls. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final Clock clock;
    private @Nullable SourceStart<Running> start;
    private @Nullable Running running;

    /** What exists between start and stop. */
    private static final class Running {
        private final Ownership ownership;
        private final TopicDiscovery discovery;
        private final SourceReader reader;
        private final OwnedTopics topics;
        private final Heartbeats heartbeats;
        private final TopicMetrics metrics;
        private final WaitingPartitions waiting = new WaitingPartitions();
        private Map<String, FoundTopic> known = Map.of();

        private Running(
                Ownership ownership,
                TopicDiscovery discovery,
                SourceReader reader,
                OwnedTopics topics,
                Heartbeats heartbeats,
                TopicMetrics metrics) {
            this.ownership = ownership;
            this.discovery = discovery;
            this.reader = reader;
            this.topics = topics;
            this.heartbeats = heartbeats;
            this.metrics = metrics;
        }
    }

    public AggregatorSourceTask() {
        this(Clock.systemUTC());
    }

    AggregatorSourceTask(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String version() {
        return PluginVersion.of(getClass());
    }

    @Override
    public void start(Map<String, String> configuration) {
        String servers =
                SourceSettings.BOOTSTRAP_SERVERS + "=" + configuration.get(SourceSettings.BOOTSTRAP_SERVERS.key());
        SourceStart<Running> starting = new SourceStart<>(clock::millis, servers, () -> begin(configuration));
        start = starting;
        running = starting.running().orElse(null);
    }

    private Running begin(Map<String, String> configuration) {
        SettingValues values = AggregatorSourceConfig.SETTINGS.read(configuration);
        Ownership ownership = SelfDiscoveringConnector.ownership(values, configuration);
        String threads = configuration.getOrDefault("name", "aggregator") + "-" + ownership.taskIndex();
        SamplePool samples = AggregatorSourceConfig.rules(values).samplePool();
        TopicStarts starts = starts(values, ownership.cluster(), samples);
        long idleMs = AggregatorSourceConfig.idleTimeout(values).toMillis();
        SourceReader reader = new SourceReader(
                new KafkaConsumer<>(
                        AggregatorSourceConfig.consumerProperties(values),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                AggregatorSourceConfig.readerRules(values),
                clock,
                threads + "-reader");
        TopicDiscovery discovery;
        try {
            discovery = discovery(values, threads + "-topics");
        } catch (RuntimeException failed) {
            reader.close();
            throw failed;
        }
        OwnedTopics topics = new OwnedTopics(Reading.of(reader), starts, Math.max(100, Math.min(1_000, idleMs / 4)));
        TopicMetrics metrics = new TopicMetrics(TaskMetrics.of(context), samples);
        discovery.start();
        reader.start();
        LOG.info("Started as task {} of {}", ownership.taskIndex(), ownership.taskCount());
        return new Running(ownership, discovery, reader, topics, heartbeats(configuration, values), metrics);
    }

    private static TopicDiscovery discovery(SettingValues values, String thread) {
        return new TopicDiscovery(
                new AdminTopicLister(Admin.create(SourceSettings.adminProperties(values))),
                AggregatorSourceConfig.selection(values),
                values.get(SourceSettings.REFRESH_INTERVAL),
                thread);
    }

    private static Heartbeats heartbeats(Map<String, String> configuration, SettingValues values) {
        String topic = values.optional(AggregatorSourceConfig.HEARTBEAT_TOPIC)
                .orElse(configuration.getOrDefault("name", "aggregator") + "-heartbeat");
        return new Heartbeats(
                topic, values.get(AggregatorSourceConfig.HEARTBEAT_INTERVAL).toMillis());
    }

    private TopicStarts starts(SettingValues values, String cluster, SamplePool samples) {
        AggregateRules rules = AggregatorSourceConfig.rules(values);
        long idleMs = AggregatorSourceConfig.idleTimeout(values).toMillis();
        long alignmentMs = values.get(AggregatorSourceConfig.ALIGNMENT).toMillis();
        AggregatedTopic.TopicRules topicRules = new AggregatedTopic.TopicRules(
                AggregatorSourceConfig.converters(values),
                AggregatorSourceConfig.recordTime(values, clock),
                rules.groupsByKey(),
                NullValueSettings.read(values) == NullValues.FAIL,
                values.get(AggregatorSourceConfig.BAD_RECORDS) == BadRecordPolicy.PAUSE);
        return new TopicStarts(
                values.get(AggregatorSourceConfig.START_POLICY),
                rules.grid(),
                names -> storedStates(cluster, names),
                (topic, state) -> {
                    TopicAggregate aggregate = new TopicAggregate(topic, rules, clock);
                    TopicWindows windows =
                            new TopicWindows(rules.grid(), aggregate.openWindows(samples), idleMs, alignmentMs, state);
                    return new AggregatedTopic(
                            topic, SourcePartitions.ofTopic(cluster, topic), topicRules, aggregate, windows, state);
                });
    }

    private Map<String, TopicState> storedStates(String cluster, Collection<String> names) {
        Map<Map<String, Object>, Map<String, Object>> offsets = context.offsetStorageReader()
                .offsets(names.stream()
                        .map(name -> SourcePartitions.ofTopic(cluster, name))
                        .toList());
        Map<String, TopicState> states = new HashMap<>();
        for (String name : names) {
            @Nullable Map<String, Object> offset = offsets.get(SourcePartitions.ofTopic(cluster, name));
            if (offset != null) {
                states.put(name, parse(name, offset));
            }
        }
        return states;
    }

    private static TopicState parse(String name, Map<String, Object> offset) {
        try {
            return TopicState.parse(offset);
        } catch (IllegalArgumentException wrong) {
            throw new ConnectException(
                    "the stored offset of topic " + name + " is not of this connector; reset or alter it", wrong);
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Running now = Objects.requireNonNull(start, "poll comes after start")
                .running()
                .orElse(null);
        running = now;
        if (now == null) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            return null;
        }
        List<SourceRecord> out = new ArrayList<>();
        Map<String, FoundTopic> found = now.discovery.topics();
        if (!found.equals(now.known)) {
            now.known = found;
            List<FoundTopic> owned = found.values().stream()
                    .filter(topic -> now.ownership.ownsTopic(topic.name()))
                    .toList();
            now.topics.update(owned, clock.millis(), out);
        }
        now.topics.read(POLL, clock, out);
        now.heartbeats.addTo(out, now.topics.started(), clock.millis());
        if (now.metrics.isDue(clock.millis())) {
            now.waiting.look(now.reader.states());
            now.metrics.refresh(now.topics.all(), now.waiting.count(), clock.millis());
        }
        return out.isEmpty() ? null : out;
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        Running now = running;
        if (metadata != null && now != null) {
            now.heartbeats.delivered(record.sourcePartition(), record.sourceOffset());
        }
    }

    @Override
    public void stop() {
        Running now = running;
        if (now != null) {
            now.topics.all().forEach(topic -> LOG.debug("Topic {}: {}", topic.name(), topic.counts()));
            now.discovery.close();
            now.reader.close();
        }
    }
}
