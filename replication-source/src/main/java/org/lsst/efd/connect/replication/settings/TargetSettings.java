package org.lsst.efd.connect.replication.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.TemplateVariable;
import org.lsst.efd.connect.common.names.TopicRenameSettings;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.replication.target.ConfigRules;
import org.lsst.efd.connect.replication.target.Creation;
import org.lsst.efd.connect.replication.target.PartitionCounts;
import org.lsst.efd.connect.replication.target.PartitionMapping;
import org.lsst.efd.connect.replication.target.Replicas;
import org.lsst.efd.connect.replication.target.TargetNames;
import org.lsst.efd.connect.replication.target.TargetOverrides;
import org.lsst.efd.connect.replication.target.TargetRules;
import org.lsst.efd.connect.replication.target.TopicSetting;

/** The settings of the topics at the target. */
public final class TargetSettings {
    private static final String PREFIX = "target.";
    private static final String ADMIN_PREFIX = "target.admin.";
    private static final List<String> SHARED_PREFIXES = List.of("security.", "sasl.", "ssl.");
    private static final String PRODUCER_LIMIT = "producer.override.max.request.size";
    private static final int PRODUCER_DEFAULT_LIMIT = 1_048_576;
    private static final Pattern VALUE_OF_TARGET = Pattern.compile("(.+):([^:]*)");
    /** The value may hold a colon, a name of a topic cannot; all names of settings but one hold a dot. */
    private static final Pattern SETTING_OF_TARGET =
            Pattern.compile("(.+?):((?:[a-z][a-z0-9]*(?:\\.[a-z0-9]+)+|preallocate):.*)");

    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.text("target.bootstrap.servers")
            .orAbsent()
            .withDoc(
                    "Brokers of the target, the cluster of the workers, for making topics. Settings `target.security.*`, "
                            + "`target.sasl.*`, `target.ssl.*` and `target.admin.*` go to the client there.");

    public static final Setting<Creation> CREATION = Setting.choice("target.topics.create", Creation.class)
            .orElse(Creation.CONNECTOR)
            .withDoc(
                    "Who makes target topics: the `connector` before the first record, the `worker` by `topic.creation.*` "
                            + "(or its broker), or `none`: they must be there.");

    public static final Setting<NameTemplate<String>> FORMAT = Setting.text("topic.rename.format")
            .orElse("${topic}")
            .withDoc("Name of the target topic; `${topic}` is the source's, after `topic.rename.regex`.")
            .as(text -> NameTemplate.compile(text, Map.of("topic", TemplateVariable.plain(name -> name))));

    public static final Setting<OptionalInt> PARTITIONS = Setting.text("target.partitions")
            .orElse("source")
            .withDoc("Partitions of a topic that is made: `source` for as many as there, or a number.")
            .as(TargetSettings::partitions);

    public static final Setting<TargetOverrides<Integer>> PARTITION_OVERRIDES = Setting.list(
                    "target.partitions.overrides")
            .orElse(List.of())
            .withDoc(
                    "Partitions of some targets, `regex:count,…`; the first that matches the whole target name counts.")
            .as(entries -> overrides(entries, "regex:count", VALUE_OF_TARGET, TargetSettings::count));

    public static final Setting<Integer> REPLICATION_FACTOR = Setting.integer("target.replication.factor")
            .orElse(-1)
            .where(
                    factor -> factor == -1 || (factor > 0 && factor <= Short.MAX_VALUE),
                    "must be positive, or -1 for the broker's default")
            .withDoc("Replicas of a topic that is made; -1 for the broker's default.");

    public static final Setting<TargetOverrides<Short>> REPLICATION_OVERRIDES = Setting.list(
                    "target.replication.factor.overrides")
            .orElse(List.of())
            .withDoc("Replicas of some targets, `regex:factor,…`; the first that matches the whole target name counts.")
            .as(entries -> overrides(entries, "regex:factor", VALUE_OF_TARGET, TargetSettings::factor));

    public static final Setting<PartitionMapping> MAPPING = Setting.choice("partition.mapping", PartitionMapping.class)
            .orElse(PartitionMapping.PRESERVE)
            .withDoc("Target partition of a record: `preserve` the source's, `modulo` the target's count, by `key`, or "
                    + "`spread`: one for each source partition, evenly.");

    public static final Setting<Boolean> CONFIG_SYNC = Setting.flag("config.sync.enabled")
            .orElse(true)
            .withDoc(
                    "Give targets the settings of their sources, when they are made and from then on. Topics renamed by "
                            + "`topic.rename.regex` may be merged, and take only the overrides.");

    public static final Setting<List<String>> CONFIG_INCLUDE = Setting.list("config.sync.include")
            .orElse(
                    "retention.ms,retention.bytes,cleanup.policy,max.message.bytes,compression.type,delete.retention.ms,"
                            + "min.compaction.lag.ms,max.compaction.lag.ms,segment.ms,segment.bytes,message.timestamp.type")
            .withDoc("Settings that go with a topic where they are set on it at the source.");

    public static final Setting<Map<String, String>> CONFIG_OVERRIDES = Setting.list("config.sync.overrides")
            .orElse(List.of())
            .withDoc("Settings of every target, `key:value,…`, over those of its source.")
            .as(TargetSettings::keysAndValues);

    public static final Setting<TargetOverrides<TopicSetting>> CONFIG_OF_SOME = Setting.list(
                    "config.sync.target.overrides")
            .orElse(List.of())
            .withDoc(
                    "Settings of some targets, `regex:key:value,…`, over those of every target; of a key, the first that "
                            + "matches the whole target name counts.")
            .as(entries -> overrides(entries, "regex:key:value", SETTING_OF_TARGET, TargetSettings::setting));

    public static final Setting<Duration> CONFIG_INTERVAL = Setting.millis("config.sync.interval.ms")
            .orElse(600_000L)
            .atLeast(1_000)
            .withDoc("How often settings are compared.");

    public static final Setting<Integer> OVERSIZE_LIMIT = Setting.integer("oversize.max.bytes")
            .orAbsent()
            .atLeast(1_000)
            .withDoc(
                    "Largest record that the worker's producer sends; unless set, `producer.override.max.request.size`, or "
                            + "else the producer's own 1048576. A target's `max.message.bytes` counts as well.");

    private TargetSettings() {}

    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(BOOTSTRAP_SERVERS, CREATION, FORMAT));
        all.addAll(TopicRenameSettings.all());
        all.addAll(List.of(PARTITIONS, PARTITION_OVERRIDES, REPLICATION_FACTOR, REPLICATION_OVERRIDES, MAPPING));
        all.addAll(List.of(CONFIG_SYNC, CONFIG_INCLUDE, CONFIG_OVERRIDES, CONFIG_OF_SOME, CONFIG_INTERVAL));
        return all;
    }

    public static void check(SettingValues values, Mistakes mistakes) {
        TopicRenameSettings.check(values, mistakes);
        if (!values.get(FORMAT).uses("topic")) {
            mistakes.on(FORMAT, "must use ${topic}; to merge topics use " + TopicRenameSettings.REGEX);
        }
        boolean hasCluster = values.optional(BOOTSTRAP_SERVERS).isPresent();
        if (!hasCluster && values.get(CREATION) == Creation.CONNECTOR) {
            mistakes.on(BOOTSTRAP_SERVERS, "is needed with " + CREATION + "=connector; or set that to worker or none");
        }
        PartitionMapping mapping = values.get(MAPPING);
        boolean needsCount = mapping == PartitionMapping.MODULO || mapping == PartitionMapping.SPREAD;
        if (!hasCluster && needsCount && values.get(PARTITIONS).isEmpty()) {
            mistakes.on(
                    PARTITIONS,
                    "must be a number with this " + MAPPING + ", because without " + BOOTSTRAP_SERVERS
                            + " nobody can be asked");
        }
    }

    public static TargetRules rules(SettingValues values) {
        return new TargetRules(
                values.get(CREATION),
                names(values),
                new PartitionCounts(values.get(PARTITIONS), values.get(PARTITION_OVERRIDES), values.get(MAPPING)),
                new Replicas(values.get(REPLICATION_FACTOR).shortValue(), values.get(REPLICATION_OVERRIDES)),
                new ConfigRules(
                        values.get(CONFIG_SYNC),
                        new HashSet<>(values.get(CONFIG_INCLUDE)),
                        values.get(CONFIG_OVERRIDES),
                        values.get(CONFIG_OF_SOME),
                        values.get(CONFIG_INTERVAL)),
                maxRecordBytes(values));
    }

    public static TargetNames names(SettingValues values) {
        return new TargetNames(TopicRenameSettings.read(values), values.get(FORMAT));
    }

    private static int maxRecordBytes(SettingValues values) {
        String limit = values.startingWith("").getOrDefault(PRODUCER_LIMIT, "");
        int ofProducer = limit.matches("\\d{1,9}") ? Integer.parseInt(limit) : PRODUCER_DEFAULT_LIMIT;
        return values.optional(OVERSIZE_LIMIT).orElse(ofProducer);
    }

    /** Properties of the administration client at the target. */
    public static Map<String, Object> adminProperties(SettingValues values) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", values.get(BOOTSTRAP_SERVERS));
        values.startingWith(PREFIX).forEach((key, value) -> {
            if (SHARED_PREFIXES.stream().anyMatch(key::startsWith)) {
                properties.put(key, value);
            }
        });
        properties.putAll(values.startingWith(ADMIN_PREFIX));
        return properties;
    }

    private static OptionalInt partitions(String text) {
        if (text.equals("source")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(count(text));
    }

    private static int count(String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException(
                    "must give numbers of partitions from 1 to 99999; this is none: " + text);
        }
        return Integer.parseInt(text);
    }

    private static short factor(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("must give numbers of replicas from 1 to 9999; this is none: " + text);
        }
        return Short.parseShort(text);
    }

    private static TopicSetting setting(String text) {
        int colon = text.indexOf(':');
        return new TopicSetting(
                text.substring(0, colon).trim(), text.substring(colon + 1).trim());
    }

    private static <T> TargetOverrides<T> overrides(
            List<String> entries, String form, Pattern entryForm, Function<String, T> value) {
        List<TargetOverrides.OfTarget<T>> overrides = new ArrayList<>();
        for (String entry : entries) {
            Matcher parts = entryForm.matcher(entry);
            if (!parts.matches()) {
                throw new IllegalArgumentException("must hold " + form + " entries; this is none: " + entry);
            }
            overrides.add(new TargetOverrides.OfTarget<>(compile(parts.group(1)), value.apply(parts.group(2))));
        }
        return new TargetOverrides<>(overrides);
    }

    public static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("is not a regular expression: " + wrong.getDescription(), wrong);
        }
    }

    private static Map<String, String> keysAndValues(List<String> entries) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String entry : entries) {
            int colon = entry.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("must hold key:value entries; this is none: " + entry);
            }
            pairs.put(
                    entry.substring(0, colon).trim(), entry.substring(colon + 1).trim());
        }
        return pairs;
    }
}
