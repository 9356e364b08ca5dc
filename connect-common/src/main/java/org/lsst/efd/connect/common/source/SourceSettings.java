package org.lsst.efd.connect.common.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;

/**
 * The settings of the source side that connectors share which read from a Kafka cluster; give {@link #check} to {@code
 * Settings.checking}. Settings under {@code source.consumer.} and {@code source.admin.} go to the clients.
 */
public final class SourceSettings {
    private static final String SOURCE_PREFIX = "source.";
    private static final String CONSUMER_PREFIX = "source.consumer.";
    private static final String ADMIN_PREFIX = "source.admin.";
    private static final List<String> SHARED_PREFIXES = List.of("security.", "sasl.", "ssl.");

    public static final Setting<String> CLUSTER_ALIAS = Setting.text("source.cluster.alias")
            .withDoc("Name of the source cluster in stored offsets; it must never change.");

    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.text("source.bootstrap.servers")
            .withDoc(
                    "Brokers of the source cluster, `host:port,…`. Settings `source.security.*`, `source.sasl.*` and "
                            + "`source.ssl.*` go to every client there, `source.consumer.*` and `source.admin.*` to that client.");

    public static final Setting<List<String>> TOPICS =
            Setting.list("topics").orElse(List.of()).withDoc("Topics to read, by name.");

    public static final Setting<Pattern> TOPICS_REGEX = Setting.text("topics.regex")
            .orAbsent()
            .withDoc(
                    "Topics to read whose whole name matches this regular expression; new ones are found while it runs.")
            .as(SourceSettings::compile);

    public static final Setting<List<Pattern>> TOPICS_EXCLUDE = Setting.list("topics.exclude")
            .orElse(List.of())
            .withDoc("Regular expressions over whole topic names; topics that match one are not read. Internal topics "
                    + "(`__…`) never are.")
            .as(entries -> entries.stream().map(SourceSettings::compile).toList());

    public static final Setting<Duration> REFRESH_INTERVAL = Setting.millis("topics.refresh.interval.ms")
            .orElse(5_000L)
            .atLeast(100)
            .withDoc("How often each task looks for new topics.");

    public static final Setting<StartPolicy> START_POLICY = Setting.text("topics.start.policy")
            .orElse("earliest")
            .withDoc("Where a partition starts that was never read: `earliest`, `latest`, or `since:` and a time, e.g. "
                    + "`since:2024-01-01T00:00:00Z`.")
            .as(StartPolicy::parse);

    public static final Setting<Long> PREFETCH_MAX_BYTES = Setting.number("prefetch.max.bytes")
            .orElse(67_108_864L)
            .atLeast(1_048_576)
            .withDoc("How much a task reads ahead.");

    private SourceSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(
                CLUSTER_ALIAS,
                BOOTSTRAP_SERVERS,
                TOPICS,
                TOPICS_REGEX,
                TOPICS_EXCLUDE,
                REFRESH_INTERVAL,
                START_POLICY,
                PREFETCH_MAX_BYTES);
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        if (values.get(TOPICS).isEmpty() && values.optional(TOPICS_REGEX).isEmpty()) {
            mistakes.on(TOPICS_REGEX, "or " + TOPICS + " must say which topics to read");
        }
    }

    /** The selection that a configuration asks for. */
    public static TopicSelection selection(SettingValues values) {
        return new TopicSelection(
                new HashSet<>(values.get(TOPICS)), values.optional(TOPICS_REGEX), values.get(TOPICS_EXCLUDE));
    }

    /**
     * Properties for the consumer of a {@link SourceReader}, without deserializers: sized for a long way between the sites,
     * overridden by {@code source.consumer.*}, but for what the reader depends on.
     */
    public static Map<String, Object> consumerProperties(SettingValues values) {
        Map<String, Object> properties = new HashMap<>(clientProperties(values));
        properties.put("receive.buffer.bytes", -1);
        properties.put("fetch.min.bytes", 262_144);
        properties.put("fetch.max.wait.ms", 500);
        properties.put("fetch.max.bytes", 67_108_864);
        properties.put("max.partition.fetch.bytes", 4_194_304);
        properties.put("max.poll.records", 5_000);
        properties.put("isolation.level", "read_committed");
        properties.putAll(values.startingWith(CONSUMER_PREFIX));
        properties.put("auto.offset.reset", "none");
        properties.put("enable.auto.commit", false);
        properties.put("check.crcs", true);
        // whoever asks about a topic that was just deleted would make it again
        properties.put("allow.auto.create.topics", false);
        return properties;
    }

    /** Whether such a consumer may be sent to brokers that do not lead what it reads: those near it. */
    public static boolean readsFollowers(SettingValues values) {
        return values.startingWith(CONSUMER_PREFIX).containsKey("client.rack");
    }

    /** Properties for the admin client that lists topics, overridden by {@code source.admin.*}. */
    public static Map<String, Object> adminProperties(SettingValues values) {
        Map<String, Object> properties = new HashMap<>(clientProperties(values));
        // then another broker is asked
        properties.put("request.timeout.ms", 10_000);
        properties.putAll(values.startingWith(ADMIN_PREFIX));
        return properties;
    }

    private static Map<String, Object> clientProperties(SettingValues values) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", values.get(BOOTSTRAP_SERVERS));
        values.startingWith(SOURCE_PREFIX).forEach((key, value) -> {
            if (SHARED_PREFIXES.stream().anyMatch(key::startsWith)) {
                properties.put(key, value);
            }
        });
        return properties;
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("is not a regular expression: " + wrong.getDescription(), wrong);
        }
    }
}
