package org.lsst.efd.connect.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.aggregator.AggregatorSourceConfig.BadRecordPolicy;
import org.lsst.efd.connect.aggregator.source.ListedTopic;
import org.lsst.efd.connect.aggregator.source.StartPositions;
import org.lsst.efd.connect.aggregator.source.TopicListing;
import org.lsst.efd.connect.aggregator.source.TopicOwnership;
import org.lsst.efd.connect.aggregator.source.TopicSelection;
import org.lsst.efd.connect.aggregator.topic.AggregatedTopic;
import org.lsst.efd.connect.aggregator.topic.OwnedTopics;
import org.lsst.efd.connect.aggregator.topic.TopicStarts;
import org.lsst.efd.connect.aggregator.topic.TopicState;
import org.lsst.efd.connect.aggregator.topic.TopicWindows;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.sink.NullValueSettings;
import org.lsst.efd.connect.common.sink.NullValues;
import org.lsst.efd.window.statistics.SamplePool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists topics, reads those it owns, tells their windows. {@code commitRecord} may come from any thread. */
public final class AggregatorSourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(AggregatorSourceTask.class);
    /** The task can be stopped only between two polls. */
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration REQUEST = Duration.ofSeconds(5);

    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Running running;

    /** What exists between start and stop. */
    private record Running(
            Consumer<byte[], byte[]> consumer, TopicListing listing, OwnedTopics topics, Heartbeats heartbeats) {}

    public AggregatorSourceTask() {
        this(Clock.systemUTC());
    }

    AggregatorSourceTask(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String version() {
        return AggregatorSourceConnector.pluginVersion();
    }

    @Override
    public void start(Map<String, String> configuration) {
        SettingValues values = AggregatorSourceConfig.SETTINGS.read(configuration);
        start(
                configuration,
                new KafkaConsumer<>(AggregatorSourceConfig.consumerSettings(values)),
                Admin.create(AggregatorSourceConfig.adminSettings(values)));
    }

    void start(Map<String, String> configuration, Consumer<byte[], byte[]> consumer, Admin admin) {
        SettingValues values = AggregatorSourceConfig.SETTINGS.read(configuration);
        TopicOwnership ownership = new TopicOwnership(
                values.get(AggregatorSourceConfig.CLUSTER),
                Integer.parseInt(configuration.getOrDefault(AggregatorSourceConfig.TASK_INDEX, "0")),
                Integer.parseInt(configuration.getOrDefault(AggregatorSourceConfig.TASK_COUNT, "1")));
        TopicSelection selection = AggregatorSourceConfig.selection(values);
        TopicListing listing = new TopicListing(
                admin,
                topic -> selection.takes(topic) && ownership.owns(topic),
                values.get(AggregatorSourceConfig.REFRESH_INTERVAL).toMillis());
        long idleMs = AggregatorSourceConfig.idleTimeout(values).toMillis();
        OwnedTopics topics = new OwnedTopics(
                consumer, starts(values, ownership.cluster(), consumer), Math.max(100, Math.min(1_000, idleMs / 4)));
        String heartbeatTopic = values.optional(AggregatorSourceConfig.HEARTBEAT_TOPIC)
                .orElse(configuration.getOrDefault("name", "aggregator") + "-heartbeat");
        Duration interval = values.get(AggregatorSourceConfig.HEARTBEAT_INTERVAL);
        running = new Running(consumer, listing, topics, new Heartbeats(heartbeatTopic, interval.toMillis()));
        LOG.info("Started as task {} of {}", ownership.task(), ownership.tasks());
    }

    private TopicStarts starts(SettingValues values, String cluster, Consumer<byte[], byte[]> consumer) {
        AggregateRules rules = AggregatorSourceConfig.rules(values);
        SamplePool samples = rules.samplePool();
        long idleMs = AggregatorSourceConfig.idleTimeout(values).toMillis();
        long alignmentMs = values.get(AggregatorSourceConfig.ALIGNMENT).toMillis();
        AggregatedTopic.TopicRules topicRules = new AggregatedTopic.TopicRules(
                AggregatorSourceConfig.converters(values),
                AggregatorSourceConfig.recordTime(values, clock),
                rules.groupsByKey(),
                NullValueSettings.read(values) == NullValues.FAIL,
                values.get(AggregatorSourceConfig.BAD_RECORDS) == BadRecordPolicy.PAUSE);
        return new TopicStarts(
                new StartPositions(consumer, REQUEST),
                values.get(AggregatorSourceConfig.START_POLICY),
                rules.grid(),
                names -> storedStates(cluster, names),
                (topic, state) -> {
                    TopicAggregate aggregate = new TopicAggregate(topic.name(), rules, clock);
                    TopicWindows windows = new TopicWindows(
                            rules.grid(), aggregate.openWindows(samples), idleMs, alignmentMs, state.of(topic.id()));
                    return new AggregatedTopic(
                            topic.name(),
                            sourcePartition(cluster, topic.name()),
                            topicRules,
                            aggregate,
                            windows,
                            topic.id());
                });
    }

    private Map<String, TopicState> storedStates(String cluster, Collection<String> names) {
        Map<Map<String, String>, Map<String, Object>> offsets = context.offsetStorageReader()
                .offsets(names.stream()
                        .map(name -> sourcePartition(cluster, name))
                        .toList());
        Map<String, TopicState> states = new HashMap<>();
        for (String name : names) {
            @Nullable Map<String, Object> offset = offsets.get(sourcePartition(cluster, name));
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

    /** A hash map: Connect's offset keys are its JSON bytes in iteration order, the same in every process. */
    private static Map<String, String> sourcePartition(String cluster, String topic) {
        Map<String, String> partition = new HashMap<>();
        partition.put(AggregatorSourceConnector.CLUSTER, cluster);
        partition.put(AggregatorSourceConnector.TOPIC, topic);
        return Collections.unmodifiableMap(partition);
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (running == null) {
            throw new IllegalStateException("poll comes after start");
        }
        List<SourceRecord> out = new ArrayList<>();
        Optional<List<ListedTopic>> listed = running.listing.poll(clock.millis());
        if (listed.isPresent()) {
            running.topics.update(listed.get(), clock.millis(), out);
        }
        if (running.topics.topics().isEmpty()) {
            boolean isStopped = stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
            return isStopped || out.isEmpty() ? null : out;
        }
        running.topics.read(POLL, clock, out);
        running.heartbeats.addTo(out, running.topics.topics(), clock.millis());
        return out.isEmpty() ? null : out;
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (metadata != null && running != null) {
            running.heartbeats.delivered(record.sourcePartition(), record.sourceOffset());
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        if (running != null) {
            running.topics.topics().forEach((name, topic) -> LOG.debug("Topic {}: {}", name, topic.counts()));
            running.listing.close();
            running.consumer.close();
        }
    }
}
