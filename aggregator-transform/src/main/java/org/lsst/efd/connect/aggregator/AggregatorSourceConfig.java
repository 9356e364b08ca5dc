package org.lsst.efd.connect.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lsst.efd.connect.aggregator.source.SourceConverters;
import org.lsst.efd.connect.aggregator.source.StartPolicy;
import org.lsst.efd.connect.aggregator.source.TopicSelection;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.AggregateSettings;
import org.lsst.efd.connect.common.aggregate.LatePolicy;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.NullValueSettings;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.connect.common.time.TimestampSettings;

/** The settings of the connector, and what they mean. */
final class AggregatorSourceConfig {
    static final String TASK_INDEX = "task.index";
    static final String TASK_COUNT = "task.count";
    private static final String PREFIX = "aggregate.";
    private static final String TEXT = "org.apache.kafka.connect.storage.StringConverter";

    static final Setting<String> CLUSTER = Setting.text("source.cluster.alias")
            .where(alias -> !alias.isBlank(), "must not be blank")
            .withDoc("Name of the source cluster in stored offsets; must never change.");

    static final Setting<String> BOOTSTRAP = Setting.text("source.bootstrap.servers")
            .where(servers -> !servers.isBlank(), "must name at least one host:port")
            .withDoc("Brokers of the source cluster. `source.security.*`, `source.sasl.*` and `source.ssl.*` go to all "
                    + "clients there, `source.consumer.*` and `source.admin.*` to one of them.");

    static final Setting<String> KEY_CONVERTER = Setting.text("source.key.converter")
            .orElse(TEXT)
            .as(AggregatorSourceConfig::loadable)
            .withDoc("Converter of source keys, used where `aggregate.group.by` names the key; its settings follow the "
                    + "same prefix.");

    static final Setting<String> VALUE_CONVERTER = Setting.text("source.value.converter")
            .as(AggregatorSourceConfig::loadable)
            .withDoc(
                    "Converter of source values, e.g. `org.lsst.efd.connect.avro.AvroConverter`; its settings, such as "
                            + "the URL of the first registry, follow the same prefix.");

    static final Setting<List<String>> TOPICS =
            Setting.list("topics").orElse(List.of()).withDoc("Topics to aggregate, by name.");

    static final Setting<Pattern> TOPICS_REGEX = Setting.text("topics.regex")
            .orAbsent()
            .as(AggregatorSourceConfig::compile)
            .withDoc("Topics to aggregate, by a regular expression over their whole name.");

    static final Setting<List<Pattern>> TOPICS_EXCLUDE = Setting.list("topics.exclude")
            .orElse(".*\\.(command_.*|ackcmd)")
            .as(list -> list.stream().map(AggregatorSourceConfig::compile).toList())
            .withDoc("Topics never to aggregate, as regular expressions. The connector's own output never is.");

    static final Setting<Duration> REFRESH_INTERVAL = Setting.millis("topics.refresh.interval.ms")
            .orElse(5_000L)
            .atLeast(100)
            .withDoc("How often each task lists the topics. A new topic or partition restarts nothing.");

    static final Setting<StartPolicy> START_POLICY = Setting.text("topics.start.policy")
            .orElse("earliest")
            .as(StartPolicy::parse)
            .withDoc("Where a topic begins that was never read: `earliest`, `latest` or `since:2026-01-31T12:00:00Z`. "
                    + "Windows that begin before that point are not told, but for the log start.");

    static final Setting<Duration> ALIGNMENT = Setting.millis("alignment.max.ms")
            .orElse(60_000L)
            .withDoc("How far the event time of a partition may run ahead of the others of its topic.");

    static final Setting<BadRecordPolicy> BAD_RECORDS = Setting.choice("bad.records", BadRecordPolicy.class)
            .orElse(BadRecordPolicy.SKIP)
            .withDoc("`skip` counts bad records and logs them at most once a minute; `pause` holds their topic, and no "
                    + "other, until the record can be read.");

    static final Setting<String> HEARTBEAT_TOPIC = Setting.text("heartbeat.topic")
            .orAbsent()
            .withDoc("Topic of records that store the position of topics that tell nothing; "
                    + "`<connector name>-heartbeat` unless set.");

    static final Setting<Duration> HEARTBEAT_INTERVAL = Setting.millis("heartbeat.interval.ms")
            .orElse(30_000L)
            .atLeast(1_000)
            .withDoc("How long a position that has moved may go without being stored.");

    static final Setting<Duration> IDLE_TIMEOUT = AggregateSettings.IDLE_TIMEOUT.orElse(10_000L);

    static final Setting<LatePolicy> LATE_POLICY = AggregateSettings.LATE_POLICY
            .where(policy -> policy == LatePolicy.DROP, "must be drop: a source has no dead letter queue")
            .withDoc("Must be `drop`: records whose windows are all closed are counted.");

    static final Settings SETTINGS = Settings.none()
            .with("Source", List.of(CLUSTER, BOOTSTRAP, KEY_CONVERTER, VALUE_CONVERTER))
            .with("Topics", List.of(TOPICS, TOPICS_REGEX, TOPICS_EXCLUDE, REFRESH_INTERVAL, START_POLICY))
            .with("Windows", windows())
            .with("Event time", timestamps())
            .with(
                    "Running",
                    List.of(ALIGNMENT, BAD_RECORDS, NullValueSettings.BEHAVIOR, HEARTBEAT_TOPIC, HEARTBEAT_INTERVAL))
            .checking((values, mistakes) -> AggregateSettings.check(PREFIX, values, mistakes))
            .checking(AggregatorSourceConfig::check);

    /** What becomes of records that cannot be aggregated. */
    enum BadRecordPolicy {
        SKIP,
        PAUSE
    }

    private AggregatorSourceConfig() {}

    private static List<Setting<?>> windows() {
        Stream<Setting<?>> shared = AggregateSettings.all().stream()
                .map(setting -> setting == AggregateSettings.LATE_POLICY ? LATE_POLICY : setting);
        return Stream.concat(shared, Stream.of(IDLE_TIMEOUT))
                .<Setting<?>>map(setting -> setting.withPrefix(PREFIX))
                .toList();
    }

    private static List<Setting<?>> timestamps() {
        return TimestampSettings.all().stream()
                .filter(setting -> setting != TimestampSettings.FUTURE_MAX)
                .toList();
    }

    private static void check(SettingValues values, Mistakes mistakes) {
        if (values.get(TOPICS).isEmpty() && values.optional(TOPICS_REGEX).isEmpty()) {
            mistakes.on(TOPICS_REGEX, "is needed, or " + TOPICS + ": no topic is selected");
        }
        if (values.withPrefix(PREFIX)
                .get(AggregateSettings.TOPIC_FORMAT)
                .expand("a")
                .equals("a")) {
            mistakes.on(
                    AggregateSettings.TOPIC_FORMAT.withPrefix(PREFIX),
                    "must add something to ${topic}, or the connector would read its own output");
        }
        if (values.startingWith("").getOrDefault("errors.tolerance", "none").equals("all")) {
            mistakes.on(
                    BAD_RECORDS,
                    "decides about bad records; remove errors.tolerance=all, with which Connect would also drop windows "
                            + "while the secondary registry is away");
        }
    }

    static AggregateRules rules(SettingValues values) {
        return AggregateSettings.read(values.withPrefix(PREFIX));
    }

    static Duration idleTimeout(SettingValues values) {
        return values.withPrefix(PREFIX).get(IDLE_TIMEOUT);
    }

    static RecordTime recordTime(SettingValues values, Clock clock) {
        return TimestampSettings.read(values, Optional.of(rules(values).futureLimit()), clock);
    }

    static TopicSelection selection(SettingValues values) {
        String[] around = rules(values).aggregatedTopic("\0").split("\0", -1);
        StringBuilder outputs = new StringBuilder(Pattern.quote(around[0]));
        for (int i = 1; i < around.length; i++) {
            outputs.append(".*").append(Pattern.quote(around[i]));
        }
        return new TopicSelection(
                new HashSet<>(values.get(TOPICS)),
                values.optional(TOPICS_REGEX),
                values.get(TOPICS_EXCLUDE),
                Pattern.compile(outputs.toString()));
    }

    static SourceConverters converters(SettingValues values) {
        return SourceConverters.of(
                values.get(KEY_CONVERTER),
                values.startingWith(KEY_CONVERTER.key() + "."),
                values.get(VALUE_CONVERTER),
                values.startingWith(VALUE_CONVERTER.key() + "."));
    }

    /** Settings of the consumer: every partition is assigned and sought by the task, offsets are Connect's. */
    static Map<String, Object> consumerSettings(SettingValues values) {
        Map<String, Object> settings = clientSettings(values);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
        settings.putAll(values.startingWith("source.consumer."));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }

    static Map<String, Object> adminSettings(SettingValues values) {
        Map<String, Object> settings = clientSettings(values);
        settings.putAll(values.startingWith("source.admin."));
        return settings;
    }

    private static Map<String, Object> clientSettings(SettingValues values) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, values.get(BOOTSTRAP));
        for (String kind : List.of("security.", "sasl.", "ssl.")) {
            values.startingWith("source." + kind).forEach((key, value) -> settings.put(kind + key, value));
        }
        return settings;
    }

    static boolean isReadCommitted(Map<String, String> configuration) {
        return configuration
                .getOrDefault("source.consumer.isolation.level", "read_committed")
                .equals("read_committed");
    }

    private static String loadable(String className) {
        SourceConverters.load(className);
        return className;
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("is not a regular expression: " + wrong.getDescription(), wrong);
        }
    }
}
