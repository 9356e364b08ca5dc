package org.lsst.efd.connect.parquet.settings;

import java.util.ArrayList;
import java.util.List;
import org.lsst.efd.connect.common.fields.FieldSettings;
import org.lsst.efd.connect.common.flatten.FlattenSettings;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.parquet.rows.ArrayHandling;
import org.lsst.efd.connect.parquet.rows.ExtraColumn;
import org.lsst.efd.connect.parquet.rows.ShapeRules;
import org.lsst.efd.connect.parquet.shapes.Compatibility;
import org.lsst.efd.connect.parquet.shapes.MetadataColumn;

/** How records become rows. */
public final class RowSettings {
    public static final Setting<ArrayHandling> ARRAY_MODE = Setting.choice("array.mode", ArrayHandling.class)
            .orElse(ArrayHandling.LIST)
            .withDoc(
                    "What becomes of arrays: a list, a column for each element (`flatten`, which flattens structs too), one "
                            + "text with JSON, or nothing.");

    public static final Setting<Boolean> STRUCTS_FLATTEN = Setting.flag("structs.flatten")
            .orElse(false)
            .withDoc("Whether nested structs become columns of their own, named by `flatten.delimiter`.");

    public static final Setting<String> TIMESTAMP_COLUMN = Setting.text("timestamp.column")
            .orAbsent()
            .where(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"), "must be a name of letters, digits and _")
            .withDoc("Name of a further column with the event time, in microseconds, UTC.");

    public static final Setting<List<MetadataColumn>> METADATA_COLUMNS = Setting.list("metadata.columns")
            .orElse(List.of())
            .withDoc("Further columns: `topic`, `partition`, `offset`, `timestamp`, `key`, `headers` become "
                    + "`_kafka_topic` and so on.")
            .as(names -> names.stream().map(MetadataColumn::named).toList());

    public static final Setting<Compatibility> COMPATIBILITY = Setting.choice(
                    "schema.compatibility", Compatibility.class)
            .orElse(Compatibility.NONE)
            .withDoc(
                    "What later schemas of a topic must be to the first one seen, as Avro defines it; a record that breaks "
                            + "it is bad. With `none` every schema has files of its own and that is all.");

    private RowSettings() {}

    /** All settings of this group but those that other plugins share. */
    public static List<Setting<?>> all() {
        return List.of(ARRAY_MODE, STRUCTS_FLATTEN, TIMESTAMP_COLUMN, METADATA_COLUMNS, COMPATIBILITY);
    }

    /** The rules that a configuration asks for. */
    public static ShapeRules read(SettingValues values) {
        List<ExtraColumn> extras = new ArrayList<>();
        values.optional(TIMESTAMP_COLUMN).ifPresent(name -> extras.add(MetadataColumn.eventTime(name)));
        values.get(METADATA_COLUMNS).forEach(column -> extras.add(column.column()));
        return new ShapeRules(
                values.get(ARRAY_MODE),
                values.get(STRUCTS_FLATTEN),
                FlattenSettings.read(values, FieldSettings.read(values)),
                extras);
    }
}
