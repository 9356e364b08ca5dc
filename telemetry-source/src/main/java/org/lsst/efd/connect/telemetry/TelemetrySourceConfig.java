package org.lsst.efd.connect.telemetry;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.connect.telemetry.generate.FieldType;
import org.lsst.efd.connect.telemetry.generate.RecordForm;
import org.lsst.efd.connect.telemetry.replay.Replay;
import org.lsst.efd.connect.telemetry.schemas.SchemaFile;

/** The settings of the telemetry source. */
final class TelemetrySourceConfig {
    /** Where the records come from. */
    enum Mode {
        GENERATE,
        SCHEMAS,
        REPLAY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What becomes the key of a Kafka record. */
    enum KeyChoice {
        NONE,
        SAL_INDEX
    }

    /** What happens to recorded times. */
    enum TimeChoice {
        NOW,
        KEEP
    }

    private static final String GENERATED_PREFIX = "telemetry-";
    private static final String RATE_RULE = "must be between 0.000001 and 1000000";

    static final Setting<Mode> MODE = Setting.choice("mode", Mode.class)
            .orElse(Mode.GENERATE)
            .withImportance(Importance.HIGH)
            .withDoc("Where records come from: made up from a few numbers (`generate`), made up after Avro schema files"
                    + " (`schemas`), or told again from CSV files (`replay`).");
    static final Setting<String> TOPIC_PREFIX = Setting.text("topic.prefix")
            .orAbsent()
            .withDoc(
                    "What topic names begin with. `generate` appends a number (`example-` gives `example-000`, …; unset"
                            + " it is `" + GENERATED_PREFIX
                            + "`), the other modes append the file name without its ending.");
    static final Setting<Long> SEED = Setting.number("seed")
            .orElse(1L)
            .withDoc("Where chance starts: equal seeds and settings give equal values, on every machine.");
    static final Setting<String> SEQUENCE_FIELD = Setting.text("sequence.field")
            .orElse("sequence")
            .where(name -> name.matches("([A-Za-z_][A-Za-z0-9_]*)?"), "must be a field name: letters, digits and _")
            .withDoc(
                    "Name of the long field, appended to every record, that holds the exact number of the record in its"
                            + " topic: 0, 1, 2, … without gaps. Empty leaves the schemas of files as they are.");

    static final Setting<Double> FREQUENCY = Setting.decimal("frequency.hz")
            .orElse(1.0)
            .where(hz -> hz == 0 || isRate(hz), RATE_RULE + ", or 0 for as fast as possible")
            .withImportance(Importance.HIGH)
            .withDoc(
                    "Records per second of each topic in `generate` and `schemas`; 0 means as fast as possible. Record n"
                            + " is due at start + n / frequency: computed, never summed up.");
    static final Setting<Double> LOAD_FREQUENCY = Setting.decimal("load.frequency.hz")
            .orElse(50.0)
            .where(TelemetrySourceConfig::isRate, RATE_RULE)
            .withDoc("The rate by which the times in the records advance when `frequency.hz` is 0.");
    static final Setting<Long> MESSAGES_MAX = Setting.number("messages.max")
            .orElse(0L)
            .atLeast(0)
            .withDoc("Records of each topic in all, restarts included; 0 for endless.");
    static final Setting<Integer> BATCH_MAX = Setting.integer("batch.records.max")
            .orElse(1000)
            .between(1, 100_000)
            .withDoc("Records handed to Connect at a time, at most.");
    static final Setting<Duration> CATCH_UP_MAX = Setting.millis("catch.up.max.ms")
            .orElse(60_000L)
            .withDoc("How far a topic may be behind (after a restart, a pause, an outage) and still send all that was"
                    + " due. Further behind, that time is left out: the next record is due now, and its number is the"
                    + " next one.");
    static final Setting<Instant> START_TIME = Setting.text("start.time")
            .orAbsent()
            .as(TelemetrySourceConfig::instant)
            .withDoc(
                    "The time that record 0 tells in `generate` and `schemas`, as in `2026-01-01T00:00:00Z`; records are"
                            + " still sent now. Unset, records tell the time at which they are due.");

    static final Setting<KeyChoice> KEY = Setting.choice("key", KeyChoice.class)
            .orElse(KeyChoice.NONE)
            .withDoc("The key of the Kafka records: none, or the field `salIndex` where the topic has one.");
    static final Setting<Integer> SAL_INDEX_COUNT = Setting.integer("sal.index.count")
            .orElse(0)
            .between(0, 1_000_000)
            .withDoc("How many components take turns in `salIndex` (1, 2, …). `generate` has the field only if this is"
                    + " above 0.");
    static final Setting<Double> NULL_RATIO = ratio("null.ratio")
            .withDoc("Share of optional values that are null; above 0 the values of `generate` are optional.");
    static final Setting<Double> NAN_RATIO = ratio("nan.ratio").withDoc("Share of floating point values that are NaN.");
    static final Setting<Duration> DISORDER = Setting.millis("disorder.max.ms")
            .orElse(0L)
            .withDoc("Records tell a time that is older by a random span up to this.");
    static final Setting<Double> FUTURE_RATIO =
            ratio("future.ratio").withDoc("Share of records that tell a time two hours in the future.");

    static final Setting<Integer> TOPICS_COUNT = Setting.integer("topics.count")
            .orElse(1)
            .between(1, 100_000)
            .withImportance(Importance.HIGH)
            .withDoc("Number of topics.");
    static final Setting<List<Integer>> FIELDS_COUNT = Setting.list("fields.count")
            .orElse("10")
            .as(TelemetrySourceConfig::counts)
            .withImportance(Importance.HIGH)
            .withDoc("Value fields `value0`, `value1`, … of a record. With several numbers topics take turns:"
                    + " `812,2912,9744`.");
    static final Setting<List<FieldType>> FIELDS_TYPES = Setting.list("fields.types")
            .orElse("double")
            .as(TelemetrySourceConfig::types)
            .withDoc("Types of the value fields in order, repeated as often as it takes: of double, float, long, int,"
                    + " string, boolean; `double:40,long:8` means 40 doubles, then 8 longs.");
    static final Setting<RecordForm> RECORD_FORM = Setting.choice("record.form", RecordForm.class)
            .orElse(RecordForm.SAL)
            .withDoc("Which fields lead: the `private_*` fields as SAL topics have them (`sal`), in their older form"
                    + " (`salkafka`), or a `time` in nanoseconds alone (`time`).");
    static final Setting<Integer> ARRAYS_COUNT = Setting.integer("arrays.count")
            .orElse(0)
            .between(0, 10_000)
            .withDoc("Array fields `arrayA`, `arrayB`, … of a record.");
    static final Setting<Integer> ARRAYS_LENGTH = Setting.integer("arrays.length")
            .orElse(10)
            .between(0, 100_000)
            .withDoc("Elements of an array; in `schemas` for arrays whose default does not tell a length.");
    static final Setting<FieldType> ARRAYS_TYPE = Setting.choice("arrays.type", FieldType.class)
            .orElse(FieldType.DOUBLE)
            .withDoc("Type of the elements of arrays.");

    static final Setting<Path> SCHEMAS_DIRECTORY = Setting.text("schemas.directory")
            .orAbsent()
            .as(Path::of)
            .withDoc("Directory of Avro schema files (`*.avsc`), present on every worker; each is one topic.");
    static final Setting<Predicate<String>> SCHEMAS_INCLUDE =
            pattern("schemas.include").withDoc("Regular expression for the file names, without `.avsc`, to take.");

    static final Setting<Path> REPLAY_DIRECTORY = Setting.text("replay.directory")
            .orAbsent()
            .as(Path::of)
            .withDoc("Directory of CSV files with a header and a column `time` (nanoseconds, UTC), present on every"
                    + " worker; each is one topic and is held in memory.");
    static final Setting<Predicate<String>> REPLAY_INCLUDE =
            pattern("replay.include").withDoc("Regular expression for the file names, without `.csv`, to take.");
    static final Setting<Double> REPLAY_SPEED = Setting.decimal("replay.speed")
            .orElse(1.0)
            .where(speed -> speed == 0 || isRate(speed), RATE_RULE + ", or 0 for as fast as possible")
            .withDoc("How many times faster than recorded; 0 for as fast as possible.");
    static final Setting<Boolean> REPLAY_LOOP =
            Setting.flag("replay.loop").orElse(true).withDoc("Whether a file starts again after its last row.");
    static final Setting<TimeChoice> REPLAY_TIME = Setting.choice("replay.time", TimeChoice.class)
            .orElse(TimeChoice.NOW)
            .withDoc("Whether the times in the records move to now or keep what was recorded, bit for bit.");
    static final Setting<List<String>> REPLAY_TIME_FIELDS = Setting.list("replay.time.fields")
            .orElse("private_sndStamp,private_rcvStamp,private_kafkaStamp,timestamp,cRIO_timestamp")
            .withDoc("Columns of seconds that move along with the time, by the same span.");

    static final Settings SETTINGS = Settings.none()
            .with("What", List.of(MODE, TOPIC_PREFIX, SEED, SEQUENCE_FIELD))
            .with("Rate", List.of(FREQUENCY, LOAD_FREQUENCY, MESSAGES_MAX, BATCH_MAX, CATCH_UP_MAX, START_TIME))
            .with(
                    "Records",
                    List.of(
                            KEY,
                            SAL_INDEX_COUNT,
                            NULL_RATIO,
                            NAN_RATIO,
                            DISORDER,
                            FUTURE_RATIO,
                            TimestampSettings.LEAP_SECONDS))
            .with(
                    "Mode generate",
                    List.of(
                            TOPICS_COUNT,
                            FIELDS_COUNT,
                            FIELDS_TYPES,
                            RECORD_FORM,
                            ARRAYS_COUNT,
                            ARRAYS_LENGTH,
                            ARRAYS_TYPE))
            .with("Mode schemas", List.of(SCHEMAS_DIRECTORY, SCHEMAS_INCLUDE))
            .with(
                    "Mode replay",
                    List.of(
                            REPLAY_DIRECTORY,
                            REPLAY_INCLUDE,
                            REPLAY_SPEED,
                            REPLAY_LOOP,
                            REPLAY_TIME,
                            REPLAY_TIME_FIELDS))
            .checking(TelemetrySourceConfig::checkFiles);

    private TelemetrySourceConfig() {}

    /** The names of all topics of a configuration, in their order. */
    static List<String> topics(SettingValues values) {
        String prefix = prefix(values);
        return switch (values.get(MODE)) {
            case GENERATE -> numbered(prefix, values.get(TOPICS_COUNT));
            case SCHEMAS ->
                schemaFiles(values).stream().map(file -> prefix + file.topic()).toList();
            case REPLAY ->
                replayFiles(values).stream()
                        .map(file -> prefix + Replay.topicOf(file))
                        .toList();
        };
    }

    static String prefix(SettingValues values) {
        return values.optional(TOPIC_PREFIX).orElse(values.get(MODE) == Mode.GENERATE ? GENERATED_PREFIX : "");
    }

    static List<SchemaFile> schemaFiles(SettingValues values) {
        return SchemaFile.readAll(
                values.get(SCHEMAS_DIRECTORY), values.get(SCHEMAS_INCLUDE), values.get(SEQUENCE_FIELD));
    }

    static List<Path> replayFiles(SettingValues values) {
        return Replay.files(values.get(REPLAY_DIRECTORY), values.get(REPLAY_INCLUDE), values.get(SEQUENCE_FIELD));
    }

    private static List<String> numbered(String prefix, int count) {
        int digits = Math.max(3, String.valueOf(count - 1).length());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + "0".repeat(digits - String.valueOf(i).length()) + i);
        }
        return names;
    }

    private static void checkFiles(SettingValues values, Mistakes mistakes) {
        Mode mode = values.get(MODE);
        if (mode == Mode.GENERATE) {
            return;
        }
        Setting<Path> directory = mode == Mode.SCHEMAS ? SCHEMAS_DIRECTORY : REPLAY_DIRECTORY;
        Optional<Path> set = values.optional(directory);
        if (set.isEmpty()) {
            mistakes.on(directory, "is needed in mode " + mode.word());
            return;
        }
        try {
            topics(values);
        } catch (IllegalArgumentException refusal) {
            mistakes.on(directory, String.valueOf(refusal.getMessage()));
        }
    }

    private static boolean isRate(double value) {
        return value >= 1e-6 && value <= 1e6;
    }

    private static Setting<Double> ratio(String key) {
        return Setting.decimal(key).orElse(0.0).where(share -> share >= 0 && share <= 1, "must be between 0 and 1");
    }

    private static Setting<Predicate<String>> pattern(String key) {
        return Setting.text(key).orElse(".*").as(text -> {
            try {
                return Pattern.compile(text).asMatchPredicate();
            } catch (PatternSyntaxException wrong) {
                throw new IllegalArgumentException("is not a regular expression: " + wrong.getDescription(), wrong);
            }
        });
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("must be an instant in UTC as in 2026-01-01T00:00:00Z", wrong);
        }
    }

    private static List<Integer> counts(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("must hold a number");
        }
        return texts.stream().map(text -> count(text, 0)).toList();
    }

    private static int count(String text, int min) {
        try {
            int count = Integer.parseInt(text);
            if (count >= min && count <= 100_000) {
                return count;
            }
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", wrong);
        }
        throw new IllegalArgumentException("'" + text + "' must be between " + min + " and 100000");
    }

    private static List<FieldType> types(List<String> texts) {
        List<FieldType> types = new ArrayList<>();
        for (String text : texts) {
            int colon = text.indexOf(':');
            FieldType type = type(colon < 0 ? text : text.substring(0, colon));
            int times = colon < 0 ? 1 : count(text.substring(colon + 1), 1);
            for (int i = 0; i < times; i++) {
                types.add(type);
            }
        }
        if (types.isEmpty()) {
            throw new IllegalArgumentException("must hold a type");
        }
        return types;
    }

    private static FieldType type(String word) {
        return Arrays.stream(FieldType.values())
                .filter(type -> type.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + word + "' is no type; write one of double, float, long, int, string, boolean"));
    }

    /** Reads and checks a configuration. */
    static SettingValues read(Map<String, String> configuration) {
        return SETTINGS.read(configuration);
    }
}
