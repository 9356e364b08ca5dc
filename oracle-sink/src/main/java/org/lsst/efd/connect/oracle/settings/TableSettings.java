package org.lsst.efd.connect.oracle.settings;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.fields.Glob;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.RecordVariables;
import org.lsst.efd.connect.common.names.TemplateVariable;
import org.lsst.efd.connect.common.names.TopicRename;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.row.InsertMode;
import org.lsst.efd.connect.oracle.row.KeyMode;
import org.lsst.efd.connect.oracle.row.NullRule;
import org.lsst.efd.connect.oracle.row.TypeOverride;
import org.lsst.efd.connect.oracle.table.PartitionInterval;
import org.lsst.efd.connect.oracle.table.TablePolicy;

/** Which table a record goes to, how it is written, and what may be done to the table. */
public final class TableSettings {
    private enum ColumnsCase {
        DIALECT,
        KEEP
    }

    public static final Setting<String> NAME = Setting.text("table.name")
            .orElse("${topic}")
            .withImportance(Importance.HIGH)
            .withDoc(
                    "Template of the table, `[schema.]table`, with `${topic}`, `${field:path}` and `${partition}`. "
                            + "Characters other than letters, digits, `_` and `$` become `_`; a name that is too long gets its hash.")
            .where(
                    text -> {
                        compile(tableOf(text), TopicRename.none());
                        schemaOf(text).ifPresent(schema -> compile(schema, TopicRename.none()));
                        return true;
                    },
                    "");

    public static final Setting<String> SCHEMA = Setting.text("table.schema")
            .orElse("")
            .withDoc("Schema or owner of tables whose name has none; empty for that of the connection.");

    public static final Setting<InsertMode> MODE = Setting.choice("insert.mode", InsertMode.class)
            .orElse(InsertMode.INSERT)
            .withImportance(Importance.HIGH)
            .withDoc("`insert` adds a row, `upsert` adds or replaces the row of the key, `update` only replaces it.");

    public static final Setting<KeyMode> KEY_MODE = Setting.underscoredChoice("pk.mode", KeyMode.class)
            .orElse(KeyMode.NONE)
            .withImportance(Importance.HIGH)
            .withDoc("Primary key: `none`; `kafka`, the coordinates of the record; `record_key`; `record_value`.");

    public static final Setting<List<String>> KEY_FIELDS = Setting.list("pk.fields")
            .orElse(List.of())
            .withDoc(
                    "For `kafka` the names of the columns (default `KAFKA_TOPIC,KAFKA_PARTITION,KAFKA_OFFSET`; two names "
                            + "leave out the topic); otherwise the fields of the key, for `record_key` all where none is named. A "
                            + "record key that is a single value needs one name.");

    public static final Setting<NullRule> NULLS = Setting.choice("behavior.on.null.values", NullRule.class)
            .orElse(NullRule.IGNORE)
            .withDoc("Records without a value (tombstones): `ignore` counts and drops them, `fail` makes them bad "
                    + "records, `delete` deletes the row of their key.");

    public static final Setting<String> TIMESTAMP_COLUMN = Setting.text("timestamp.column")
            .orElse("")
            .withDoc("Column that gets the event time, UTC; empty for none. Partitions and windows need it.");

    public static final Setting<Boolean> CREATE = Setting.flag("auto.create")
            .orElse(false)
            .withDoc("Make tables that do not exist. Otherwise the task fails and tells the statements to run.");

    public static final Setting<Boolean> EVOLVE = Setting.flag("auto.evolve")
            .orElse(false)
            .withDoc(
                    "Add columns and widen types as schemas change; nothing is dropped or narrowed. Otherwise the task "
                            + "fails and tells the statements to run.");

    private static final Setting<ColumnsCase> COLUMNS_CASE = Setting.choice("columns.case", ColumnsCase.class)
            .orElse(ColumnsCase.DIALECT)
            .withDoc(
                    "`dialect` writes names in upper case for Oracle and H2 and in lower case for PostgreSQL and MariaDB, so "
                            + "that queries need no quotes; `keep` leaves them as they are.");

    public static final Setting<List<TypeOverride>> TYPES = Setting.list("column.types")
            .orElse(List.of())
            .withDoc("Column types in your own words, each `glob=type`, on column name or dotted path: "
                    + "`traceback=CLOB`. They are not widened.")
            .as(TableSettings::types);

    public static final Setting<Integer> COLUMNS_MAX = Setting.integer("table.columns.max")
            .orElse(0)
            .where(max -> max == 0 || max >= 2, "must be 0 or at least 2")
            .withDoc(
                    "Columns of one table; what is more goes to `T__2`, `T__3`, … with the same primary key. 0 for as many as "
                            + "the database can have; for analysis on Oracle 254 is a good number, because longer rows are stored "
                            + "in pieces.");

    public static final Setting<PartitionInterval> INTERVAL = Setting.choice(
                    "partition.interval", PartitionInterval.class)
            .orElse(PartitionInterval.NONE)
            .withDoc(
                    "Partitions of tables that are made, on `timestamp.column`. Prefer `month`: thousands of tables with a "
                            + "partition a day are millions of partitions. H2 has none.");

    public static final Setting<LocalDate> START = Setting.text("partition.start")
            .orElse("2020-01-01")
            .withDoc("First bound of the partitions of Oracle and MariaDB.")
            .as(TableSettings::date);

    public static final Setting<Integer> AHEAD = Setting.integer("partition.ahead")
            .orElse(2)
            .between(0, 1000)
            .withDoc("Partitions to make in advance on PostgreSQL and MariaDB.");

    public static final Setting<Integer> RETENTION = Setting.integer("retention.days")
            .orElse(0)
            .atLeast(0)
            .withDoc(
                    "Partitions that ended so many days ago are dropped, once an hour, by the task that owns partition 0 of "
                            + "the topic, from tables that this connector has made; 0 for never.");

    public static final Setting<String> OPTIONS = Setting.text("table.options")
            .orElse("")
            .where(text -> !text.contains(";"), "must not hold a semicolon")
            .withDoc(
                    "Words to put behind `CREATE TABLE (…)`. On Oracle the default is `SEGMENT CREATION DEFERRED PCTFREE 0 "
                            + "STORAGE (INITIAL 64K NEXT 1M)`. Compression, which may need a licence, goes here.");

    private TableSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(
                NAME,
                SCHEMA,
                MODE,
                KEY_MODE,
                KEY_FIELDS,
                NULLS,
                CREATE,
                EVOLVE,
                COLUMNS_CASE,
                TYPES,
                COLUMNS_MAX,
                OPTIONS);
    }

    /** The settings on time and partitions. */
    public static List<Setting<?>> partitions() {
        return List.of(TIMESTAMP_COLUMN, INTERVAL, START, AHEAD, RETENTION);
    }

    /** How names are folded. */
    public static Identifiers.Folding folding(SettingValues values, Dialect dialect) {
        return values.get(COLUMNS_CASE) == ColumnsCase.KEEP ? Identifiers.Folding.KEEP : dialect.folding();
    }

    /** The template of the table. */
    static NameTemplate<SinkRecord> table(SettingValues values, TopicRename rename) {
        return compile(tableOf(values.get(NAME)), rename);
    }

    /** The template of its schema; empty for that of the connection. */
    static Optional<NameTemplate<SinkRecord>> schema(SettingValues values, TopicRename rename) {
        return schemaOf(values.get(NAME))
                .or(() -> Optional.of(values.get(SCHEMA)).filter(name -> !name.isEmpty()))
                .map(text -> compile(text, rename));
    }

    /** What may be done to a table. */
    static TablePolicy policy(SettingValues values, Dialect dialect, Identifiers identifiers) {
        int columnsMax = values.get(COLUMNS_MAX);
        int most = dialect.rowLimits().columnsMax();
        return new TablePolicy(
                values.get(CREATE),
                values.get(EVOLVE),
                columnsMax == 0 ? most : Math.min(columnsMax, most),
                Optional.of(values.get(TIMESTAMP_COLUMN))
                        .filter(name -> !name.isEmpty())
                        .map(identifiers::of),
                values.get(INTERVAL),
                values.get(START),
                values.get(AHEAD),
                values.get(RETENTION),
                values.get(KEY_MODE) == KeyMode.KAFKA,
                values.get(OPTIONS));
    }

    private static NameTemplate<SinkRecord> compile(String text, TopicRename rename) {
        Map<String, TemplateVariable<SinkRecord>> all = new RecordVariables(rename, Optional.empty()).all();
        Map<String, TemplateVariable<SinkRecord>> known = new java.util.HashMap<>(all);
        known.keySet().retainAll(List.of("topic", "field", "partition"));
        return NameTemplate.compile(text, known);
    }

    /** The text before the first dot that stands outside of variables; topics have dots, too. */
    private static Optional<String> schemaOf(String template) {
        int dot = dot(template);
        return dot < 0 ? Optional.empty() : Optional.of(template.substring(0, dot));
    }

    private static String tableOf(String template) {
        return template.substring(dot(template) + 1);
    }

    private static int dot(String template) {
        int depth = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == '.' && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** A type such as {@code NUMBER(10,2)} was taken apart at its comma. */
    private static List<TypeOverride> types(List<String> entries) {
        List<String> whole = new ArrayList<>();
        for (String entry : entries) {
            if (entry.indexOf('=') < 0 && !whole.isEmpty()) {
                whole.set(whole.size() - 1, whole.get(whole.size() - 1) + "," + entry);
            } else {
                whole.add(entry);
            }
        }
        return whole.stream().map(TableSettings::type).toList();
    }

    private static TypeOverride type(String entry) {
        int equals = entry.indexOf('=');
        String sql = entry.substring(equals + 1).trim();
        if (equals < 1 || !sql.matches("[A-Za-z][A-Za-z0-9_ (),]*")) {
            throw new IllegalArgumentException("must hold entries of the form glob=type, such as traceback=CLOB");
        }
        return new TypeOverride(Glob.of(entry.substring(0, equals).trim()), sql);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException("must be a date such as 2020-01-01", wrong);
        }
    }
}
