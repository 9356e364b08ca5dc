package org.lsst.efd.connect.replication;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.settings.PluginVersion;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.source.AdminTopicLister;
import org.lsst.efd.connect.common.source.Ownership;
import org.lsst.efd.connect.common.source.SelfDiscoveringConnector;
import org.lsst.efd.connect.common.source.SourceEvent;
import org.lsst.efd.connect.common.source.SourceReader;
import org.lsst.efd.connect.common.source.SourceSettings;
import org.lsst.efd.connect.common.source.SourceStart;
import org.lsst.efd.connect.common.source.TopicDiscovery;
import org.lsst.efd.connect.replication.copy.CopiedPartitions;
import org.lsst.efd.connect.replication.copy.Heartbeats;
import org.lsst.efd.connect.replication.copy.InFlight;
import org.lsst.efd.connect.replication.copy.Routes;
import org.lsst.efd.connect.replication.copy.StoredPositionsOfConnect;
import org.lsst.efd.connect.replication.copy.Throttle;
import org.lsst.efd.connect.replication.metrics.ReplicationMetrics;
import org.lsst.efd.connect.replication.offset.Position;
import org.lsst.efd.connect.replication.schema.SchemaIds;
import org.lsst.efd.connect.replication.schema.SchemaSync;
import org.lsst.efd.connect.replication.settings.SchemaSettings;
import org.lsst.efd.connect.replication.settings.TargetSettings;
import org.lsst.efd.connect.replication.target.AssumedTopics;
import org.lsst.efd.connect.replication.target.PreparedTopics;
import org.lsst.efd.connect.replication.target.TargetRules;
import org.lsst.efd.connect.replication.target.TargetTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies the partitions that it owns. {@code commitRecord} may come from any thread. */
public final class ReplicationSourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationSourceTask.class);
    /** The task can be stopped only between two polls. */
    private static final Duration POLL = Duration.ofMillis(200);
    /** How soon a partition goes on that is held for an answer. */
    private static final Duration SHORT_POLL = Duration.ofMillis(5);

    private static final long LOOK_INTERVAL_MS = 1_000;
    private static final long PUBLISH_INTERVAL_MS = 5_000;
    /** A source that has not listed its topics for so long is away. */
    private static final long AWAY_MS = 60_000;

    private final Clock clock;
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private @Nullable SourceStart<Running> start;
    private @Nullable Running running;
    private long lookDueMs;
    private long publishDueMs;

    /** What exists between start and stop. */
    private record Running(
            TopicDiscovery discovery,
            SourceReader reader,
            CopiedPartitions partitions,
            Heartbeats heartbeats,
            Throttle throttle,
            InFlight inFlight,
            ReplicationMetrics metrics,
            long batchBytes,
            Duration failureTimeout,
            boolean publishesPositions) {}

    public ReplicationSourceTask() {
        this(Clock.systemUTC());
    }

    ReplicationSourceTask(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String version() {
        return PluginVersion.of(getClass());
    }

    @Override
    public void start(Map<String, String> configuration) {
        String servers = Stream.of(SourceSettings.BOOTSTRAP_SERVERS, TargetSettings.BOOTSTRAP_SERVERS)
                .map(setting -> setting + "=" + configuration.get(setting.key()))
                .collect(Collectors.joining(", "));
        SourceStart<Running> starting = new SourceStart<>(clock::millis, servers, () -> begun(configuration));
        start = starting;
        running = starting.running().orElse(null);
    }

    private Running begun(Map<String, String> configuration) {
        try {
            return begin(configuration);
        } catch (RuntimeException failed) {
            stop();
            throw failed;
        }
    }

    private Running begin(Map<String, String> configuration) {
        SettingValues values = ReplicationSourceConfig.SETTINGS.read(configuration);
        Ownership ownership = SelfDiscoveringConnector.ownership(values, configuration);
        String name = "replication-" + configuration.getOrDefault("name", "") + "-" + ownership.taskIndex();
        Heartbeats.Rules heartbeats = ReplicationSourceConfig.heartbeats(values);
        TargetTopics targets = opened(targets(values, name));
        BooleanSupplier isHeartbeatTopicThere = targets.prepareCompacted(heartbeats.topic());
        Optional<SchemaIds> ids = ReplicationSourceConfig.isDecoding(values)
                ? Optional.empty()
                : SchemaSettings.read(values).map(sync -> ids(sync, values, name));
        SourceReader reader = opened(reader(values, ownership.taskIndex(), name));
        TopicDiscovery discovery = opened(new TopicDiscovery(
                new AdminTopicLister(Admin.create(SourceSettings.adminProperties(values))),
                ReplicationSourceConfig.selection(values, heartbeats.topic()),
                values.get(SourceSettings.REFRESH_INTERVAL),
                name + "-discovery"));
        CopiedPartitions partitions = new CopiedPartitions(
                ownership,
                reader,
                new Routes(ReplicationSourceConfig.copyRules(values), targets, ids),
                new StoredPositionsOfConnect(context, ownership.cluster()),
                ReplicationSourceConfig.retry(values),
                new SplittableRandom());
        ReplicationMetrics metrics = new ReplicationMetrics(TaskMetrics.of(context), clock);
        metrics.ofTask(partitions, discovery);
        metrics.ofTargets(targets);
        metrics.ofSchemas(ids.map(SchemaIds::report));
        discovery.start();
        reader.start();
        LOG.info("Started as task {} of {}", ownership.taskIndex(), ownership.taskCount());
        return new Running(
                discovery,
                reader,
                partitions,
                new Heartbeats(heartbeats, isHeartbeatTopicThere),
                new Throttle(values.get(ReplicationSourceConfig.THROUGHPUT), clock.millis()),
                new InFlight(values.get(ReplicationSourceConfig.IN_FLIGHT_BYTES)),
                metrics,
                values.get(ReplicationSourceConfig.BATCH_BYTES),
                values.get(ReplicationSourceConfig.FAILURE_TIMEOUT),
                ReplicationSourceConfig.publishesPositions(values));
    }

    private TargetTopics targets(SettingValues values, String name) {
        TargetRules rules = TargetSettings.rules(values);
        if (values.optional(TargetSettings.BOOTSTRAP_SERVERS).isEmpty()) {
            return new AssumedTopics(rules.names(), rules.counts(), rules.maxRecordBytes());
        }
        Admin target = opened(Admin.create(TargetSettings.adminProperties(values)));
        Admin source = opened(Admin.create(SourceSettings.adminProperties(values)));
        return new PreparedTopics(target, source, rules, clock, name + "-targets");
    }

    private SchemaIds ids(SchemaSync sync, SettingValues values, String name) {
        return opened(sync.start(TargetSettings.names(values)::of, clock, name + "-schemas"))
                .ids();
    }

    private SourceReader reader(SettingValues values, int task, String name) {
        List<Consumer<byte[], byte[]>> consumers = new ArrayList<>();
        try {
            for (int number = 0; number < values.get(ReplicationSourceConfig.CONSUMERS); number++) {
                consumers.add(new KafkaConsumer<>(
                        ReplicationSourceConfig.consumerProperties(values, task, number),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()));
            }
        } catch (RuntimeException failed) {
            consumers.forEach(Consumer::close);
            throw failed;
        }
        return new SourceReader(consumers, ReplicationSourceConfig.readerRules(values), clock, name + "-reader");
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    /** The next records; null when there are none within a fifth of a second. */
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
        if (now.discovery.hasAnswered()) {
            now.partitions.follow(now.discovery.topics(), clock.millis());
        }
        now.partitions.copyHeld(clock.millis(), out);
        now.partitions.copy(read(now, out.isEmpty()), clock.millis(), out);
        now.partitions.storePositions(now.heartbeats, clock.millis(), out);
        look(now, clock.millis(), out);
        now.inFlight.handed(out);
        return out.isEmpty() ? null : out;
    }

    private List<SourceEvent> read(Running now, boolean mayWait) throws InterruptedException {
        long throttledMs = Math.min(now.throttle.waitMs(clock.millis()), POLL.toMillis());
        if (throttledMs > 0) {
            TimeUnit.MILLISECONDS.sleep(mayWait ? throttledMs : 0);
            return List.of();
        }
        long room = now.inFlight.awaitRoom(mayWait ? POLL.toMillis() : 0);
        if (room == 0) {
            return List.of();
        }
        Duration wait = !mayWait ? Duration.ZERO : now.partitions.isHolding() ? SHORT_POLL : POLL;
        List<SourceEvent> events = now.reader.poll(wait, Math.min(room, now.batchBytes));
        now.throttle.took(bytesOf(events));
        return events;
    }

    private static long bytesOf(List<SourceEvent> events) {
        long bytes = 0;
        for (SourceEvent event : events) {
            if (event instanceof SourceEvent.Records records) {
                bytes += records.bytes();
            }
        }
        return bytes;
    }

    /** What is done now and then. */
    private void look(Running now, long nowMs, List<SourceRecord> out) {
        if (nowMs < lookDueMs) {
            return;
        }
        lookDueMs = nowMs + LOOK_INTERVAL_MS;
        now.partitions.look(now.heartbeats, isSourceAway(now.discovery, nowMs), nowMs, out);
        now.metrics.follow(now.partitions.counts());
        if (now.publishesPositions && nowMs >= publishDueMs) {
            publishDueMs = nowMs + PUBLISH_INTERVAL_MS;
            now.reader.publish(now.partitions.delivered());
        }
        if (now.discovery.lastFailure() instanceof AuthenticationException refused) {
            throw new ConnectException("The source cluster refuses the credentials", refused);
        }
        now.partitions.failureOlderThan(now.failureTimeout, nowMs).ifPresent(failure -> {
            throw new ConnectException("A partition is not copied any more: " + failure);
        });
    }

    private static boolean isSourceAway(TopicDiscovery discovery, long nowMs) {
        return discovery.lastFailure() != null && nowMs - discovery.answeredMs() > AWAY_MS;
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        Running now = running;
        if (record.sourceOffset() instanceof Position position && metadata != null) {
            position.delivered();
        } else if (metadata == null && now != null) {
            now.heartbeats.dropped(record);
        }
        if (now != null) {
            now.inFlight.delivered(record);
        }
    }

    @Override
    public void stop() {
        Collections.reverse(closeables);
        for (AutoCloseable closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception failed) {
                LOG.warn(
                        "Stopping goes on though {} did not close",
                        closeable.getClass().getSimpleName(),
                        failed);
            }
        }
        closeables.clear();
    }
}
