package org.lsst.efd.connect.influxdb.settings;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.fields.FieldSelection;
import org.lsst.efd.connect.common.fields.FieldSettings;
import org.lsst.efd.connect.common.fields.Glob;
import org.lsst.efd.connect.common.flatten.FlattenSettings;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.flatten.Handling;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.RecordVariables;
import org.lsst.efd.connect.common.names.TemplateVariable;
import org.lsst.efd.connect.common.names.TopicRename;
import org.lsst.efd.connect.common.names.TopicRenameSettings;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.time.StampUnit;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.connect.influxdb.line.EscapedName;
import org.lsst.efd.connect.influxdb.line.PointRules;
import org.lsst.efd.connect.influxdb.line.TagSource;
import org.lsst.efd.connect.influxdb.line.ValueRules;
import org.lsst.efd.connect.influxdb.line.ValueRules.BytesForm;
import org.lsst.efd.connect.influxdb.line.ValueRules.DecimalForm;
import org.lsst.efd.connect.influxdb.line.ValueRules.Float32Form;
import org.lsst.efd.connect.influxdb.line.ValueRules.NonfiniteRule;
import org.lsst.efd.connect.influxdb.line.ValueRules.OverflowRule;
import org.lsst.efd.connect.influxdb.time.PointTime;
import org.lsst.efd.connect.influxdb.write.Precision;
import org.lsst.efd.connect.influxdb.write.WriteApi;

/** How a record becomes a point: measurement, tags, fields, time. */
public final class PointSettings {
    /** What becomes of arrays. */
    private enum ArrayMode {
        FLATTEN(Handling.FLATTEN),
        JSON(Handling.WHOLE),
        SKIP(Handling.SKIP);

        private final Handling handling;

        ArrayMode(Handling handling) {
            this.handling = handling;
        }
    }

    public static final Setting<String> MEASUREMENT = Setting.text("influxdb.measurement")
            .orElse("${topic}")
            .withDoc("Measurement: text with `${topic}`, `${partition}` and `${field:path}`.")
            .where(PointSettings::isTemplate, "");

    public static final Setting<List<TagEntry>> TAGS = Setting.list("influxdb.tags")
            .orElse(List.of())
            .withDoc(
                    "Fields that become tags, each `path` or `path:tagname`. Records without the field lack the tag, so "
                            + "one list serves all topics. `salIndex` must stay a field for the EFD client.")
            .as(entries -> entries.stream().map(TagEntry::parse).toList());

    public static final Setting<Map<String, String>> STATIC_TAGS = Setting.list("influxdb.tags.static")
            .orElse(List.of())
            .withDoc("Tags of every point, each `name=value`.")
            .as(PointSettings::staticTags);

    public static final Setting<Boolean> TAGS_AS_FIELDS = Setting.flag("influxdb.tags.as.fields")
            .orElse(false)
            .withDoc("Write the fields of `influxdb.tags` as fields too; then each tag needs a name of its own.");

    public static final Setting<Precision> PRECISION = Setting.choice("influxdb.precision", Precision.class)
            .orElse(Precision.US)
            .withDoc("Unit of times on the wire; times are rounded half to even.");

    public static final Setting<TieBreak> TIEBREAK = Setting.choice("timestamp.tiebreak", TieBreak.class)
            .orElse(TieBreak.NONE)
            .withDoc("`offset` replaces the last three digits of the time on the wire by those of the offset, so that "
                    + "records of equal time do not overwrite each other; needs an `influxdb.precision` finer than the "
                    + "times themselves.");

    public static final Setting<Handling> ARRAY_MODE = Setting.choice("array.mode", ArrayMode.class)
            .orElse(ArrayMode.FLATTEN)
            .withDoc("What becomes of arrays: a field for each element, one field with JSON, or nothing.")
            .as(mode -> mode.handling);

    public static final Setting<Float32Form> FLOAT32 = Setting.choice("influxdb.float32", Float32Form.class)
            .orElse(Float32Form.SHORTEST)
            .withDoc("`shortest` writes `0.1` for a float, `widened` the double it equals, `0.10000000149011612`, as "
                    + "Telegraf does.");

    public static final Setting<Boolean> INTEGERS_AS_FLOATS = Setting.flag("influxdb.integers.as.floats")
            .orElse(false)
            .withDoc("Write every number as a float, so that a field that changes from integer to float causes no "
                    + "conflict.");

    public static final Setting<NonfiniteRule> NONFINITE = Setting.choice("influxdb.nonfinite", NonfiniteRule.class)
            .orElse(NonfiniteRule.SKIP)
            .withDoc("NaN and infinities cannot be written: `skip` leaves the field out, `fail` makes the record bad.");

    public static final Setting<BytesForm> BYTES = Setting.choice("influxdb.bytes", BytesForm.class)
            .orElse(BytesForm.BASE64)
            .withDoc("How bytes are written.");

    public static final Setting<DecimalForm> DECIMALS = Setting.choice("influxdb.decimals", DecimalForm.class)
            .orElse(DecimalForm.DOUBLE)
            .withDoc("How Connect decimals are written.");

    public static final Setting<Integer> STRING_MAX = Setting.integer("influxdb.string.max.bytes")
            .orElse(1 << 20)
            .atLeast(1)
            .withDoc("Longest string field in bytes of UTF-8; 1.x takes 1 MiB.");

    public static final Setting<OverflowRule> STRING_OVERFLOW = Setting.choice(
                    "influxdb.string.overflow", OverflowRule.class)
            .orElse(OverflowRule.FAIL)
            .withDoc("A longer string makes the record bad (`fail`) or is cut between characters (`truncate`).");

    private PointSettings() {}

    /** All settings of this group but those that other groups share. */
    public static List<Setting<?>> all() {
        return List.of(
                MEASUREMENT,
                TAGS,
                STATIC_TAGS,
                TAGS_AS_FIELDS,
                PRECISION,
                FLOAT32,
                INTEGERS_AS_FLOATS,
                NONFINITE,
                BYTES,
                DECIMALS,
                STRING_MAX,
                STRING_OVERFLOW);
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        String delimiter = values.get(FlattenSettings.DELIMITER);
        Set<String> names = new HashSet<>(values.get(STATIC_TAGS).keySet());
        for (TagEntry tag : values.get(TAGS)) {
            String name = tag.tagName(delimiter, reserved(values));
            if (!names.add(name)) {
                mistakes.on(TAGS, "names the tag " + name + " twice, or it is one of " + STATIC_TAGS);
            }
            if (values.optional(TimestampSettings.FIELD)
                    .filter(tag.path()::equals)
                    .isPresent()) {
                mistakes.on(TAGS, "holds " + tag.path() + ", which is " + TimestampSettings.FIELD);
            }
            if (values.get(TAGS_AS_FIELDS) && name.equals(tag.fieldName(delimiter))) {
                mistakes.on(
                        TAGS_AS_FIELDS,
                        "needs tags with names of their own: queries of tag and field " + name
                                + " could not tell them apart; write " + tag.path() + ":othername in " + TAGS);
            }
        }
        if (values.get(TIEBREAK) == TieBreak.OFFSET && !leavesRoomForTieBreak(values)) {
            mistakes.on(
                    TIEBREAK,
                    "needs an " + PRECISION + " at least 1000 times finer than the times, or they lose "
                            + "digits; seconds as doubles and microseconds need ns, milliseconds need us");
        }
    }

    /** Whether three digits of the wire's unit are free below the times. */
    private static boolean leavesRoomForTieBreak(SettingValues values) {
        StampUnit unit = values.optional(TimestampSettings.FIELD).isPresent()
                ? values.get(TimestampSettings.UNIT)
                : StampUnit.MS;
        Precision wire = values.get(PRECISION);
        return switch (unit) {
            case NS -> false;
            case US, S, AUTO -> wire == Precision.NS;
            case MS -> wire == Precision.NS || wire == Precision.US;
        };
    }

    /** How the time of a point is found. */
    public static PointTime time(SettingValues values, Clock clock) {
        return new PointTime(
                TimestampSettings.read(values, clock), values.get(PRECISION), values.get(TIEBREAK) == TieBreak.OFFSET);
    }

    /** How the rest of a point is made. */
    public static PointRules rules(SettingValues values) {
        String delimiter = values.get(FlattenSettings.DELIMITER);
        Set<String> reserved = reserved(values);
        List<TagSource> tags = values.get(TAGS).stream()
                .map(tag -> new TagSource(tag.path(), tag.tagName(delimiter, reserved)))
                .toList();
        return new PointRules(
                NameTemplate.compile(values.get(MEASUREMENT), variables(TopicRenameSettings.read(values))),
                values.get(STATIC_TAGS),
                tags,
                flattener(values, reserved),
                valueRules(values));
    }

    private static Flattener flattener(SettingValues values, Set<String> reserved) {
        FieldSelection selection = FieldSettings.read(values);
        List<Glob> exclude = new ArrayList<>(selection.exclude());
        if (!values.get(TAGS_AS_FIELDS)) {
            values.get(TAGS).forEach(tag -> exclude.add(Glob.of(tag.path().toString())));
        }
        return FlattenSettings.read(values, new FieldSelection(selection.include(), exclude))
                .withArrays(values.get(ARRAY_MODE))
                .renaming(name -> EscapedName.clean(name, reserved));
    }

    private static ValueRules valueRules(SettingValues values) {
        return new ValueRules(
                values.get(FLOAT32),
                values.get(INTEGERS_AS_FLOATS),
                values.get(NONFINITE),
                values.get(BYTES),
                values.get(DECIMALS),
                values.get(STRING_MAX),
                values.get(STRING_OVERFLOW));
    }

    /** Names that servers keep for themselves, as fields and as tags. */
    private static Set<String> reserved(SettingValues values) {
        return values.get(ConnectionSettings.API) == WriteApi.V2
                ? Set.of("time", "_field", "_measurement")
                : Set.of("time");
    }

    private static Map<String, TemplateVariable<SinkRecord>> variables(TopicRename rename) {
        Map<String, TemplateVariable<SinkRecord>> all =
                new TreeMap<>(new RecordVariables(rename, Optional.empty()).all());
        all.keySet().retainAll(Set.of("topic", "partition", "field"));
        return all;
    }

    /** Throws with what is wrong where the text is no template. */
    private static boolean isTemplate(String text) {
        NameTemplate.compile(text, variables(TopicRename.none()));
        return true;
    }

    private static Map<String, String> staticTags(List<String> entries) {
        Map<String, String> tags = new TreeMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 1 || equals == entry.length() - 1) {
                throw new IllegalArgumentException("must hold entries of the form name=value, both not empty");
            }
            String name = EscapedName.clean(entry.substring(0, equals).trim(), Set.of("time"));
            if (tags.put(name, entry.substring(equals + 1).trim()) != null) {
                throw new IllegalArgumentException("names the tag " + name + " twice");
            }
        }
        return tags;
    }
}
