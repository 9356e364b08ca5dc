package org.lsst.efd.connect.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.common.retry.RetrySettings;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.source.ReaderRules;
import org.lsst.efd.connect.common.source.SourceSettings;
import org.lsst.efd.connect.common.source.TopicSelection;
import org.lsst.efd.connect.replication.copy.CopyRules;
import org.lsst.efd.connect.replication.copy.Decoding;
import org.lsst.efd.connect.replication.copy.Heartbeats;
import org.lsst.efd.connect.replication.schema.SyncMode;
import org.lsst.efd.connect.replication.settings.SchemaSettings;
import org.lsst.efd.connect.replication.settings.TargetSettings;

/** The settings of the connector, and what they mean. */
final class ReplicationSourceConfig {
    private static final String GROUP_ID = "source.consumer.group.id";

    static final Setting<Mode> MODE = Setting.choice("mode", Mode.class)
            .orElse(Mode.PARALLEL)
            .withDoc(
                    "`single`: one task with one consumer and one client id, for brokers that admit one connection a user; "
                            + "`tasks.max` must be 1.");

    static final Setting<Integer> CONSUMERS = Setting.integer("consumers.per.task")
            .orElse(1)
            .between(1, 8)
            .withDoc(
                    "Consumers of a task. Each has connections of its own, which multiplies what a long way lets through.");

    static final Setting<Long> THROUGHPUT = Setting.number("throughput.max.bytes.per.sec")
            .orElse(0L)
            .atLeast(0)
            .withDoc("Bytes of keys and values a second and task, on average; 0 for no limit. It keeps a catch-up from "
                    + "starving live traffic.");

    static final Setting<Long> BATCH_BYTES = Setting.number("batch.max.bytes")
            .orElse(16_777_216L)
            .atLeast(1)
            .withDoc("About how much one call hands to Connect at most, which with exactly once is one transaction.");

    static final Setting<Long> IN_FLIGHT_BYTES = Setting.number("in.flight.max.bytes")
            .orElse(8_388_608L)
            .atLeast(1)
            .withDoc(
                    "About how much the worker's producer may have on its way before more is handed over, half of it at a "
                            + "time; with exactly once a transaction of any size. A larger value costs speed where the target is near.");

    static final Setting<Boolean> PROVENANCE = Setting.flag("provenance.headers")
            .orElse(true)
            .withDoc("Headers `efd.source.cluster`, `.topic`, `.partition` and `.offset` on every record, as text.");

    static final Setting<Oversize> OVERSIZE = Setting.choice("oversize.policy", Oversize.class)
            .orElse(Oversize.FAIL)
            .withDoc(
                    "What becomes of a record that the target does not take: its partition `fail`s, or it is `skip`ped.");

    static final Setting<String> KEY_CONVERTER = Setting.text("source.key.converter")
            .orAbsent()
            .as(ReplicationSourceConfig::loadable)
            .withDoc("Decodes keys, for transforms that look into them; its settings follow the same prefix.");

    static final Setting<String> VALUE_CONVERTER = Setting.text("source.value.converter")
            .orAbsent()
            .as(ReplicationSourceConfig::loadable)
            .withDoc("Decodes values, likewise; the connector's own converters encode them again. Slower by far.");

    static final Setting<String> HEARTBEAT_TOPIC = Setting.text("heartbeat.topic")
            .orAbsent()
            .withDoc(
                    "Topic of records that store positions which no other record carries; `<connector name>-heartbeat` "
                            + "unless set.");

    static final Setting<Duration> HEARTBEAT_INTERVAL = Setting.millis("heartbeat.interval.ms")
            .orElse(30_000L)
            .atLeast(1_000)
            .withDoc("How long a position that has moved may go without being stored.");

    static final Setting<Long> HEARTBEAT_RECORDS = Setting.number("heartbeat.max.records")
            .orElse(100_000L)
            .atLeast(1)
            .withDoc("How far a position may move without being stored.");

    static final Setting<Boolean> HEARTBEAT_ALWAYS = Setting.flag("heartbeat.always")
            .orElse(false)
            .withDoc("One heartbeat for each partition and interval in any case, as a sign of life.");

    static final Setting<Gap> GAP = Setting.choice("gap.policy", Gap.class)
            .orElse(Gap.CONTINUE)
            .withDoc(
                    "Where records were deleted at the source before they were copied: `continue` behind the gap and count "
                            + "what is lost, or the partition `fail`s.");

    static final Setting<Truncation> TRUNCATION = Setting.choice("truncation.policy", Truncation.class)
            .orElse(Truncation.REWIND)
            .withDoc("Where the source's log ends before the stored position: `rewind` to where it does, or `fail`.");

    static final Setting<Corrupt> CORRUPT = Setting.choice("corrupt.policy", Corrupt.class)
            .orElse(Corrupt.WAIT)
            .withDoc("What becomes of a record that cannot be read: its partition `wait`s, or it is `skip`ped.");

    static final Setting<Duration> FAILURE_TIMEOUT = Setting.number("partition.failure.timeout.ms")
            .orElse(-1L)
            .atLeast(-1)
            .as(ms -> Duration.ofMillis(ms < 0 ? Long.MAX_VALUE : ms))
            .withDoc("The task fails when a partition has failed for so long; -1: never.");

    static final Setting<Duration> BACKOFF = RetrySettings.BACKOFF;
    static final Setting<Duration> BACKOFF_MAX = RetrySettings.BACKOFF_MAX;

    static final Settings SETTINGS = SchemaSettings.addTo(Settings.none()
                    .with("Source", source())
                    .with("Target", TargetSettings.all())
                    .with(
                            "Records",
                            List.of(
                                    PROVENANCE,
                                    OVERSIZE,
                                    TargetSettings.OVERSIZE_LIMIT,
                                    BATCH_BYTES,
                                    IN_FLIGHT_BYTES,
                                    KEY_CONVERTER,
                                    VALUE_CONVERTER)))
            .with("Heartbeats", List.of(HEARTBEAT_TOPIC, HEARTBEAT_INTERVAL, HEARTBEAT_RECORDS, HEARTBEAT_ALWAYS))
            .with("Errors", List.of(GAP, TRUNCATION, CORRUPT, BACKOFF, BACKOFF_MAX, FAILURE_TIMEOUT))
            .checking(SourceSettings::check)
            .checking(TargetSettings::check)
            .checking(RetrySettings::check)
            .checking(ReplicationSourceConfig::check);

    enum Mode {
        PARALLEL,
        SINGLE
    }

    enum Oversize {
        FAIL,
        SKIP
    }

    enum Gap {
        CONTINUE,
        FAIL
    }

    enum Truncation {
        REWIND,
        FAIL
    }

    enum Corrupt {
        WAIT,
        SKIP
    }

    private ReplicationSourceConfig() {}

    private static List<Setting<?>> source() {
        return Stream.concat(SourceSettings.all().stream(), Stream.of(MODE, CONSUMERS, THROUGHPUT))
                .<Setting<?>>map(setting -> setting)
                .toList();
    }

    private static void check(SettingValues values, Mistakes mistakes) {
        Map<String, String> all = values.startingWith("");
        if (values.get(MODE) == Mode.SINGLE) {
            if (!all.getOrDefault("tasks.max", "1").trim().equals("1")) {
                mistakes.on(MODE, "needs tasks.max=1");
            }
            if (values.get(CONSUMERS) != 1) {
                mistakes.on(CONSUMERS, "must be 1 with " + MODE + "=single");
            }
        }
        if (isDecoding(values) && SchemaSettings.mode(values) != SyncMode.NONE && values.isSet(SchemaSettings.MODE)) {
            mistakes.on(
                    SchemaSettings.MODE, "must be none where records are decoded: their converter registers schemas");
        }
    }

    static boolean isDecoding(SettingValues values) {
        return values.optional(KEY_CONVERTER).isPresent()
                || values.optional(VALUE_CONVERTER).isPresent();
    }

    /** What is read: never the connector's own heartbeats. */
    static TopicSelection selection(SettingValues values, String heartbeatTopic) {
        TopicSelection selection = SourceSettings.selection(values);
        List<Pattern> exclude = new ArrayList<>(selection.exclude());
        exclude.add(Pattern.compile(Pattern.quote(heartbeatTopic)));
        return new TopicSelection(selection.names(), selection.pattern(), exclude);
    }

    static String heartbeatTopic(SettingValues values) {
        return values.optional(HEARTBEAT_TOPIC)
                .orElse(values.startingWith("").getOrDefault("name", "replication") + "-heartbeat");
    }

    static Heartbeats.Rules heartbeats(SettingValues values) {
        return new Heartbeats.Rules(
                heartbeatTopic(values),
                values.get(HEARTBEAT_RECORDS),
                values.get(HEARTBEAT_INTERVAL),
                values.get(HEARTBEAT_ALWAYS));
    }

    static RetryPolicy retry(SettingValues values) {
        return new RetryPolicy(-1, values.get(BACKOFF), values.get(BACKOFF_MAX));
    }

    static ReaderRules readerRules(SettingValues values) {
        return new ReaderRules(
                values.get(SourceSettings.START_POLICY),
                false,
                values.get(GAP) == Gap.FAIL,
                values.get(TRUNCATION) == Truncation.FAIL,
                values.get(CORRUPT) == Corrupt.SKIP,
                retry(values),
                values.get(SourceSettings.PREFETCH_MAX_BYTES),
                SourceSettings.readsFollowers(values));
    }

    static CopyRules copyRules(SettingValues values) {
        return new CopyRules(
                values.get(SourceSettings.CLUSTER_ALIAS),
                values.get(TargetSettings.MAPPING),
                values.get(PROVENANCE),
                values.get(OVERSIZE) == Oversize.SKIP,
                values.get(SchemaSettings.UNFRAMED) == SchemaSettings.PassOrFail.FAIL,
                values.get(SchemaSettings.UNKNOWN),
                values.get(SchemaSettings.UNKNOWN_TIMEOUT),
                SchemaSettings.synchronizedTopics(values),
                decoding(values));
    }

    private static Optional<Decoding> decoding(SettingValues values) {
        if (!isDecoding(values)) {
            return Optional.empty();
        }
        String bytes = "org.apache.kafka.connect.converters.ByteArrayConverter";
        return Optional.of(Decoding.of(
                values.optional(KEY_CONVERTER).orElse(bytes),
                values.startingWith(KEY_CONVERTER.key() + "."),
                values.optional(VALUE_CONVERTER).orElse(bytes),
                values.startingWith(VALUE_CONVERTER.key() + ".")));
    }

    /** Properties of one consumer of a task; every name of a client is its own, but in single mode. */
    static Map<String, Object> consumerProperties(SettingValues values, int task, int consumer) {
        Map<String, Object> properties = new HashMap<>(SourceSettings.consumerProperties(values));
        String name = values.startingWith("").getOrDefault("name", "replication");
        boolean isSingle = values.get(MODE) == Mode.SINGLE;
        properties.putIfAbsent("client.id", isSingle ? name : name + "-" + task + "-" + consumer);
        return properties;
    }

    /** Whether positions are also told to the source cluster, for those who look there. */
    static boolean publishesPositions(SettingValues values) {
        return values.startingWith("").containsKey(GROUP_ID);
    }

    private static String loadable(String className) {
        Decoding.load(className);
        return className;
    }
}
