package org.lsst.efd.connect.common.aggregate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.lsst.efd.connect.common.aggregate.AggregateRules.ColumnRules;
import org.lsst.efd.connect.common.aggregate.AggregateRules.FieldName;
import org.lsst.efd.connect.common.aggregate.AggregateRules.GroupRules;
import org.lsst.efd.connect.common.aggregate.AggregateRules.NameRules;
import org.lsst.efd.connect.common.fields.FieldSelection;
import org.lsst.efd.connect.common.fields.FieldSettings;
import org.lsst.efd.connect.common.fields.Glob;
import org.lsst.efd.connect.common.flatten.FlattenSettings;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.flatten.Handling;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.TemplateVariable;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.window.WindowGrid;
import org.lsst.efd.window.statistics.NanPolicy;
import org.lsst.efd.window.statistics.QuantileMethod;
import org.lsst.efd.window.statistics.SmallSample;
import org.lsst.efd.window.statistics.Statistic;
import org.lsst.efd.window.statistics.Statistics;

/**
 * The settings of aggregation, in their plain form. A plugin that has settings of its own beside them declares them with
 * a prefix ({@link Setting#withPrefix}) and reads them through {@link SettingValues#withPrefix}.
 *
 * <p>{@link #IDLE_TIMEOUT} is not among {@link #all}: its default, and whether it exists, differ.
 */
public final class AggregateSettings {
    public static final Setting<Duration> WINDOW_SIZE = Setting.millis("window.size.ms")
            .orElse(1_000L)
            .between(1, Long.MAX_VALUE >> 2)
            .withDoc("Length of a window. Windows are aligned to 1970-01-01, UTC.");

    public static final Setting<Duration> WINDOW_ADVANCE = Setting.millis("window.advance.ms")
            .orAbsent()
            .atLeast(1)
            .withDoc("Distance of window starts; the size unless set. A smaller one makes windows that overlap.");

    public static final Setting<Duration> WINDOW_GRACE = Setting.millis("window.grace.ms")
            .orElse(1_000L)
            .between(0, Long.MAX_VALUE >> 2)
            .withDoc("How far event time may pass the end of a window before it closes; at least the disorder of the "
                    + "records.");

    public static final Setting<Duration> IDLE_TIMEOUT = Setting.millis("window.idle.timeout.ms")
            .withDoc("Closes the windows of what has been silent for so long by the wall clock; 0 never does.");

    public static final Setting<List<Statistic>> STATISTICS = Setting.list("statistics")
            .orElse("min,q1,mean,median,stdev,q3,max")
            .withDoc("What is told of every column, in this order: `count`, `sum`, `mean`, `min`, `max`, `range`, "
                    + "`first`, `last`, `rms`, `stdev`, `variance`, `median`, `q1`, `q3`, percentiles `p01` to `p99`, "
                    + "quantiles such as `q0.999`. Without a median or quantile no sample is kept.")
            .as(names -> names.stream().map(Statistic::named).toList())
            .where(statistics -> !statistics.isEmpty(), "must name at least one statistic")
            .where(statistics -> Set.copyOf(statistics).size() == statistics.size(), "must name each statistic once");

    public static final Setting<QuantileMethod> QUANTILE_METHOD = Setting.choice(
                    "quantile.method", QuantileMethod.class)
            .orElse(QuantileMethod.EXCLUSIVE)
            .withDoc("How quantiles are read from a sample: `exclusive` as Python's `statistics` does, which goes "
                    + "beyond small samples; `exclusive-clamped` stays between smallest and largest value; "
                    + "`inclusive` takes these for the quantiles 0 and 1.");

    public static final Setting<Integer> MIN_SAMPLE_SIZE = Setting.integer("min.sample.size")
            .orElse(2)
            .atLeast(1)
            .withDoc("Columns with fewer values in a window are treated by `small.sample`.");

    public static final Setting<SmallSample> SMALL_SAMPLE = Setting.choice("small.sample", SmallSample.class)
            .orElse(SmallSample.NULL)
            .withDoc("`null`: statistics that need two values are null. `first`: every statistic is the first value.");

    public static final Setting<NanPolicy> NAN = Setting.choice("nan", NanPolicy.class)
            .orElse(NanPolicy.IGNORE)
            .withDoc("What a NaN does: `ignore` treats it as null, `propagate` makes every statistic of its column "
                    + "NaN, `null` makes them null.");

    public static final Setting<ArrayMode> ARRAY_MODE = Setting.choice("array.mode", ArrayMode.class)
            .orElse(ArrayMode.ELEMENTS)
            .withDoc("`elements`: each index is a column. `pooled`: all elements in a window are one sample.");

    public static final Setting<ArrayOutput> ARRAY_OUTPUT = Setting.choice("array.output", ArrayOutput.class)
            .orElse(ArrayOutput.ARRAY)
            .withDoc("How elements are told: `array`, one array per statistic, or `columns`, one field per index.");

    public static final Setting<BooleanMode> BOOLEAN_MODE = Setting.choice("boolean.mode", BooleanMode.class)
            .orElse(BooleanMode.SKIP)
            .withDoc("`number` takes booleans for 0 and 1, so that the mean is the fraction that is true.");

    public static final Setting<List<GroupField>> GROUP_BY = Setting.list("group.by")
            .orElse(List.of())
            .withDoc("Fields whose values tell groups apart, e.g. `salIndex`; `key` is the record key, `key:name` a "
                    + "field of it. Each group has windows of its own, and its values become fields.")
            .as(entries -> entries.stream().map(GroupField::parse).toList())
            .where(AggregateSettings::hasDistinctNames, "names two fields that would have the same name");

    public static final Setting<Integer> GROUPS_MAX = Setting.integer("groups.max")
            .orElse(10_000)
            .atLeast(1)
            .withDoc("Records of further groups are dropped and counted while so many groups of a topic are open.");

    public static final Setting<List<Glob>> FIELDS_INCLUDE = FieldSettings.INCLUDE.withDoc(
            "Fields to aggregate, as globs on the dotted path in the record; empty for all numbers.");

    public static final Setting<List<Glob>> FIELDS_EXCLUDE = FieldSettings.EXCLUDE
            .orElse("time,window_size,count,private_*")
            .withDoc("Fields not to aggregate, as globs on the dotted path in the record.");

    public static final Setting<Map<String, String>> FIELDS_RENAME = Setting.list("fields.rename")
            .orElse(List.of())
            .withDoc("New names for flattened fields, before statistics are added: `old:new,…`.")
            .as(AggregateSettings::pairs);

    public static final Setting<Map<String, String>> FIELDS_UNITS = Setting.list("fields.units")
            .orElse(List.of())
            .withDoc("Units for flattened and renamed fields, in place of those in the schema: `field:unit,…`.")
            .as(AggregateSettings::pairs);

    public static final Setting<Pattern> COUNT_ONLY_TOPICS = Setting.text("count.only.topics.regex")
            .orElse(".*\\.logevent_.*")
            .withDoc("Topics of which only the records are counted, by their whole name.")
            .as(AggregateSettings::compile);

    public static final Setting<Duration> FUTURE_MAX = Setting.millis("window.future.max.ms")
            .orElse(300_000L)
            .withDoc("A record whose time is further ahead of the wall clock is bad and closes nothing.");

    public static final Setting<NameTemplate<String>> TOPIC_FORMAT = Setting.text("topic.aggregated.format")
            .orElse("${topic}-aggregated")
            .withDoc("Topic of the aggregated records; must contain `${topic}`.")
            .as(text -> oneVariable(text, "topic"))
            .where(template -> template.uses("topic"), "must contain ${topic}");

    public static final Setting<NameTemplate<String>> SCHEMA_FORMAT = Setting.text("schema.name.format")
            .orElse("${schema}_aggregated")
            .withDoc("Name of the aggregated value schema; `${schema}` is that of the source, else its topic.")
            .as(text -> oneVariable(text, "schema"));

    public static final Setting<NameTemplate<FieldName>> FIELD_FORMAT = Setting.text("field.name.format")
            .orElse("${statistic}_${field}")
            .withDoc("Name of a field, from `${statistic}` and the flattened `${field}`.")
            .as(AggregateSettings::fieldTemplate)
            .where(template -> template.uses("field"), "must contain ${field}")
            .where(AggregateSettings::givesLegalNames, "must hold letters, digits and _ only, as Avro asks of names");

    public static final Setting<KeyMode> KEY_MODE = Setting.choice("key.mode", KeyMode.class)
            .orElse(KeyMode.GROUP)
            .withDoc("Key of the aggregated records: `group`, the group fields; `window`, these and `window_start` in "
                    + "milliseconds; `none`.");

    public static final Setting<RecordTimestamp> RECORD_TIMESTAMP = Setting.choice(
                    "record.timestamp", RecordTimestamp.class)
            .orElse(RecordTimestamp.MIDPOINT)
            .withDoc("Kafka timestamp of the aggregated records.");

    public static final Setting<LatePolicy> LATE_POLICY = Setting.choice("late.policy", LatePolicy.class)
            .orElse(LatePolicy.DROP)
            .withDoc("Records whose windows are all closed: `drop` counts them, `report` makes them bad records.");

    public static final Setting<Long> SAMPLES_MAX_BYTES = Setting.number("samples.max.bytes")
            .orElse(268_435_456L)
            .atLeast(0)
            .withDoc("Samples that a task may hold for medians and quantiles; beyond it these are null in the windows "
                    + "concerned.");

    private AggregateSettings() {}

    /** All settings of this group but {@link #IDLE_TIMEOUT}. */
    public static List<Setting<?>> all() {
        return List.of(
                WINDOW_SIZE,
                WINDOW_ADVANCE,
                WINDOW_GRACE,
                STATISTICS,
                QUANTILE_METHOD,
                MIN_SAMPLE_SIZE,
                SMALL_SAMPLE,
                NAN,
                ARRAY_MODE,
                ARRAY_OUTPUT,
                BOOLEAN_MODE,
                GROUP_BY,
                GROUPS_MAX,
                FIELDS_INCLUDE,
                FIELDS_EXCLUDE,
                FIELDS_RENAME,
                FIELDS_UNITS,
                FlattenSettings.DELIMITER,
                FlattenSettings.ARRAY_DELIMITER,
                FlattenSettings.ARRAY_DELIMITER_TOPICS,
                COUNT_ONLY_TOPICS,
                FUTURE_MAX,
                TOPIC_FORMAT,
                SCHEMA_FORMAT,
                FIELD_FORMAT,
                KEY_MODE,
                RECORD_TIMESTAMP,
                LATE_POLICY,
                SAMPLES_MAX_BYTES);
    }

    /**
     * The rules over these settings.
     *
     * @param prefix with which they were declared
     * @param values as read, not through that prefix
     */
    public static void check(String prefix, SettingValues values, Mistakes mistakes) {
        SettingValues plain = values.withPrefix(prefix);
        Duration size = plain.get(WINDOW_SIZE);
        if (plain.optional(WINDOW_ADVANCE)
                .filter(advance -> advance.compareTo(size) > 0)
                .isPresent()) {
            mistakes.on(
                    WINDOW_ADVANCE.withPrefix(prefix),
                    "must be at most " + prefix + WINDOW_SIZE + ", or records between windows would be lost");
        }
        if (plain.get(STATISTICS).size() > 1 && !plain.get(FIELD_FORMAT).uses("statistic")) {
            mistakes.on(
                    FIELD_FORMAT.withPrefix(prefix),
                    "must contain ${statistic}, or all statistics of a field would have the same name");
        }
    }

    /**
     * The rules that a configuration asks for; {@code values} must read the settings by their plain keys. A plugin
     * without {@link #KEY_MODE} makes no keys.
     */
    public static AggregateRules read(SettingValues values) {
        Duration size = values.get(WINDOW_SIZE);
        return new AggregateRules(
                new WindowGrid(
                        size.toMillis(),
                        values.optional(WINDOW_ADVANCE).orElse(size).toMillis(),
                        values.get(WINDOW_GRACE).toMillis()),
                new Statistics(
                        values.get(STATISTICS),
                        values.get(QUANTILE_METHOD),
                        values.get(MIN_SAMPLE_SIZE),
                        values.get(SMALL_SAMPLE),
                        values.get(NAN)),
                columns(values),
                new GroupRules(values.get(GROUP_BY), values.get(GROUPS_MAX)),
                new NameRules(values.get(TOPIC_FORMAT), values.get(SCHEMA_FORMAT), values.get(FIELD_FORMAT)),
                values.optional(KEY_MODE).orElse(KeyMode.NONE),
                values.get(RECORD_TIMESTAMP),
                values.get(LATE_POLICY),
                values.get(FUTURE_MAX),
                values.get(SAMPLES_MAX_BYTES));
    }

    private static ColumnRules columns(SettingValues values) {
        Map<String, String> rename = values.get(FIELDS_RENAME);
        Flattener flattener = FlattenSettings.read(values, selection(values))
                .withArrays(values.get(ARRAY_MODE) == ArrayMode.SKIP ? Handling.SKIP : Handling.WHOLE)
                .withMaps(Handling.SKIP)
                .renaming(name -> rename.getOrDefault(name, name));
        return new ColumnRules(
                flattener,
                values.get(ARRAY_MODE),
                values.get(ARRAY_OUTPUT),
                values.get(BOOLEAN_MODE),
                values.get(FIELDS_UNITS),
                values.get(COUNT_ONLY_TOPICS));
    }

    /** Group fields are never aggregated. */
    private static FieldSelection selection(SettingValues values) {
        Stream<Glob> groupFields =
                values.get(GROUP_BY).stream().filter(field -> !field.isInKey()).map(field -> Glob.of(field.toString()));
        return new FieldSelection(
                values.get(FIELDS_INCLUDE),
                Stream.concat(values.get(FIELDS_EXCLUDE).stream(), groupFields).toList());
    }

    private static boolean hasDistinctNames(List<GroupField> fields) {
        Set<String> names = new HashSet<>();
        return fields.stream().allMatch(field -> names.add(field.outputName()));
    }

    private static Map<String, String> pairs(List<String> entries) {
        Map<String, String> pairs = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        for (String entry : entries) {
            int colon = entry.indexOf(':');
            if (colon < 1 || colon == entry.length() - 1) {
                throw new IllegalArgumentException("must hold entries of the form field:value, not '" + entry + "'");
            }
            String field = entry.substring(0, colon).trim();
            if (seen.contains(field)) {
                throw new IllegalArgumentException("names " + field + " twice");
            }
            seen.add(field);
            pairs.put(field, entry.substring(colon + 1).trim());
        }
        return pairs;
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("is not a regular expression: " + wrong.getDescription(), wrong);
        }
    }

    private static boolean givesLegalNames(NameTemplate<FieldName> template) {
        return template.expand(new FieldName("mean", "x")).matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    private static NameTemplate<String> oneVariable(String text, String variable) {
        return NameTemplate.compile(text, Map.of(variable, TemplateVariable.plain(value -> value)));
    }

    private static NameTemplate<FieldName> fieldTemplate(String text) {
        return NameTemplate.compile(
                text,
                Map.of(
                        "statistic", TemplateVariable.plain(FieldName::statistic),
                        "field", TemplateVariable.plain(FieldName::field)));
    }
}
