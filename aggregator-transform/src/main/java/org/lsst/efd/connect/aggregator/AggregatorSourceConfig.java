package org.lsst.efd.connect.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lsst.efd.connect.aggregator.source.SourceConverters;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.AggregateSettings;
import org.lsst.efd.connect.common.aggregate.LatePolicy;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.NullValueSettings;
import org.lsst.efd.connect.common.source.ReaderRules;
import org.lsst.efd.connect.common.source.SourceSettings;
import org.lsst.efd.connect.common.source.StartPolicy;
import org.lsst.efd.connect.common.source.TopicSelection;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.connect.common.time.TimestampSettings;

/** The settings of the connector, and what they mean. */
final class AggregatorSourceConfig {
    private static final String PREFIX = "aggregate.";
    private static final String FETCH_MIN_BYTES = "fetch.min.bytes";
    private static final String TEXT = "org.apache.kafka.connect.storage.StringConverter";

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

    static final Setting<List<Pattern>> TOPICS_EXCLUDE = SourceSettings.TOPICS_EXCLUDE
            .orElse(".*\\.(command_.*|ackcmd)")
            .withDoc("Topics never to aggregate, as regular expressions over their whole name. The connector's own "
                    + "output and internal topics (`__…`) never are.");

    static final Setting<StartPolicy> START_POLICY = SourceSettings.START_POLICY.withDoc(
            "Where a topic begins that was never read: `earliest`, `latest` or `since:2026-01-31T12:00:00Z`. "
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
            .with(
                    "Source",
                    List.of(
                            SourceSettings.CLUSTER_ALIAS,
                            SourceSettings.BOOTSTRAP_SERVERS,
                            KEY_CONVERTER,
                            VALUE_CONVERTER,
                            SourceSettings.PREFETCH_MAX_BYTES))
            .with(
                    "Topics",
                    List.of(
                            SourceSettings.TOPICS,
                            SourceSettings.TOPICS_REGEX,
                            TOPICS_EXCLUDE,
                            SourceSettings.REFRESH_INTERVAL,
                            START_POLICY))
            .with("Windows", windows())
            .with("Event time", timestamps())
            .with(
                    "Running",
                    List.of(ALIGNMENT, BAD_RECORDS, NullValueSettings.BEHAVIOR, HEARTBEAT_TOPIC, HEARTBEAT_INTERVAL))
            .checking((values, mistakes) -> AggregateSettings.check(PREFIX, values, mistakes))
            .checking(SourceSettings::check)
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

    /** What is asked for, without the connector's own output. */
    static TopicSelection selection(SettingValues values) {
        String[] around = rules(values).aggregatedTopic("\0").split("\0", -1);
        StringBuilder outputs = new StringBuilder(Pattern.quote(around[0]));
        for (int i = 1; i < around.length; i++) {
            outputs.append(".*").append(Pattern.quote(around[i]));
        }
        TopicSelection asked = SourceSettings.selection(values);
        List<Pattern> exclude = new ArrayList<>(asked.exclude());
        exclude.add(Pattern.compile(outputs.toString()));
        return new TopicSelection(asked.names(), asked.pattern(), exclude);
    }

    static SourceConverters converters(SettingValues values) {
        return SourceConverters.of(
                values.get(KEY_CONVERTER),
                values.startingWith(KEY_CONVERTER.key() + "."),
                values.get(VALUE_CONVERTER),
                values.startingWith(VALUE_CONVERTER.key() + "."));
    }

    /** Those of every source, but records are not kept waiting for others. */
    static Map<String, Object> consumerProperties(SettingValues values) {
        Map<String, Object> properties = SourceSettings.consumerProperties(values);
        if (!values.startingWith("source.consumer.").containsKey(FETCH_MIN_BYTES)) {
            properties.put(FETCH_MIN_BYTES, 1);
        }
        return properties;
    }

    /** Nothing that is gone fails a topic: it is told, and aggregated without. */
    static ReaderRules readerRules(SettingValues values) {
        return new ReaderRules(
                values.get(START_POLICY),
                true,
                false,
                false,
                values.get(BAD_RECORDS) == BadRecordPolicy.SKIP,
                new RetryPolicy(-1, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                values.get(SourceSettings.PREFETCH_MAX_BYTES),
                SourceSettings.readsFollowers(values));
    }

    private static String loadable(String className) {
        SourceConverters.load(className);
        return className;
    }
}
