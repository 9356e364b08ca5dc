package org.lsst.efd.connect.oracle.settings;

import java.time.Clock;
import org.lsst.efd.connect.common.fields.FieldSettings;
import org.lsst.efd.connect.common.flatten.FlattenSettings;
import org.lsst.efd.connect.common.flatten.Handling;
import org.lsst.efd.connect.common.names.TopicRename;
import org.lsst.efd.connect.common.names.TopicRenameSettings;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.time.StampUnit;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.connect.common.window.WindowSettings;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.row.ArrayForm;
import org.lsst.efd.connect.oracle.row.InsertMode;
import org.lsst.efd.connect.oracle.row.KeyMode;
import org.lsst.efd.connect.oracle.row.KeyRules;
import org.lsst.efd.connect.oracle.row.NonfiniteRule;
import org.lsst.efd.connect.oracle.row.NullRule;
import org.lsst.efd.connect.oracle.row.RowRules;
import org.lsst.efd.connect.oracle.table.PartitionInterval;

/** What the settings of tables and values together make of a record, and which of them do not go together. */
public final class RowSettings {
    private RowSettings() {}

    /** The rules over several groups. */
    public static void check(SettingValues values, Mistakes mistakes) {
        checkKey(values, mistakes);
        boolean hasTime = !values.get(TableSettings.TIMESTAMP_COLUMN).isEmpty();
        boolean isPartitioned = values.get(TableSettings.INTERVAL) != PartitionInterval.NONE;
        if (isPartitioned && !hasTime) {
            mistakes.on(TableSettings.TIMESTAMP_COLUMN, "is needed with " + TableSettings.INTERVAL);
        }
        if (values.get(TableSettings.RETENTION) > 0 && !isPartitioned) {
            mistakes.on(TableSettings.RETENTION, "drops whole partitions: it needs " + TableSettings.INTERVAL);
        }
        boolean isWindowed = values.get(WindowSettings.ENABLED);
        if (isWindowed && !hasTime) {
            mistakes.on(TableSettings.TIMESTAMP_COLUMN, "is needed for windows: it is their primary key");
        }
        if (isWindowed && values.get(TableSettings.NULLS) == NullRule.DELETE) {
            mistakes.on(TableSettings.NULLS, "must not be delete where windows are written");
        }
        checkDialect(values, ConnectionSettings.dialect(values), mistakes);
    }

    private static void checkKey(SettingValues values, Mistakes mistakes) {
        KeyMode mode = values.get(TableSettings.KEY_MODE);
        int fields = values.get(TableSettings.KEY_FIELDS).size();
        if (mode == KeyMode.NONE && values.get(TableSettings.MODE) != InsertMode.INSERT) {
            mistakes.on(
                    TableSettings.KEY_MODE,
                    "must not be none with " + TableSettings.MODE + "="
                            + values.get(TableSettings.MODE).name().toLowerCase(java.util.Locale.ROOT));
        }
        if (mode == KeyMode.NONE && fields > 0) {
            mistakes.on(TableSettings.KEY_FIELDS, "must be empty with " + TableSettings.KEY_MODE + "=none");
        }
        if (mode == KeyMode.KAFKA && fields != 0 && fields != 2 && fields != 3) {
            mistakes.on(
                    TableSettings.KEY_FIELDS, "must have two or three names with " + TableSettings.KEY_MODE + "=kafka");
        }
        if (mode == KeyMode.RECORD_VALUE && fields == 0) {
            mistakes.on(TableSettings.KEY_FIELDS, "is needed with " + TableSettings.KEY_MODE + "=record_value");
        }
        if (values.get(TableSettings.NULLS) == NullRule.DELETE && mode != KeyMode.RECORD_KEY) {
            mistakes.on(TableSettings.NULLS, "can be delete only with " + TableSettings.KEY_MODE + "=record_key");
        }
    }

    private static void checkDialect(SettingValues values, Dialect dialect, Mistakes mistakes) {
        if (!dialect.hasArrays()) {
            if (values.get(ValueSettings.ARRAYS) == ArrayForm.NATIVE) {
                mistakes.on(ValueSettings.ARRAYS, "can be native only on PostgreSQL");
            }
            if (values.get(ValueSettings.LONG_ARRAYS) == ArrayForm.NATIVE) {
                mistakes.on(ValueSettings.LONG_ARRAYS, "can be native only on PostgreSQL");
            }
        }
        boolean isStored = values.optional(ValueSettings.NONFINITE)
                .filter(rule -> rule == NonfiniteRule.STORE)
                .isPresent();
        if (isStored && !dialect.hasNonfinite()) {
            mistakes.on(
                    ValueSettings.NONFINITE,
                    "cannot be store on " + dialect.name() + ", which has neither NaN nor infinities");
        }
    }

    /** How records become rows. */
    public static RowRules read(SettingValues values, Identifiers identifiers, Clock clock) {
        Dialect dialect = ConnectionSettings.dialect(values);
        TopicRename rename = TopicRenameSettings.read(values);
        var table = TableSettings.table(values, rename);
        return new RowRules(
                TableSettings.schema(values, rename),
                table,
                !table.uses("topic") || rename.pattern().isPresent(),
                values.get(TableSettings.MODE),
                new KeyRules(values.get(TableSettings.KEY_MODE), values.get(TableSettings.KEY_FIELDS)),
                values.get(TableSettings.NULLS),
                TimestampSettings.read(values, clock),
                values.get(TimestampSettings.UNIT) == StampUnit.NS,
                FlattenSettings.read(values, FieldSettings.read(values)).withMaps(Handling.WHOLE),
                values.get(ValueSettings.ARRAYS),
                values.get(ValueSettings.ARRAY_MAX),
                values.get(ValueSettings.LONG_ARRAYS),
                values.get(TableSettings.TYPES),
                BatchSettings.limits(values),
                TableSettings.policy(values, dialect, identifiers));
    }
}
