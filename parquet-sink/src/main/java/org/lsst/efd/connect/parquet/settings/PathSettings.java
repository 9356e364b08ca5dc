package org.lsst.efd.connect.parquet.settings;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.lsst.efd.connect.common.names.TopicRename;
import org.lsst.efd.connect.common.names.TopicRenameSettings;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.parquet.paths.PathTemplate;

/** In which directory a record goes. */
public final class PathSettings {
    public static final Setting<String> TEMPLATE = Setting.text("path.template")
            .orElse("${topic}/year=${date:yyyy}/month=${date:MM}/day=${date:dd}")
            .withImportance(Importance.HIGH)
            .withDoc(
                    "Directory below `store.url`: `${topic}`, `${partition}`, `${date:pattern}` (event time in UTC, from "
                            + "years to seconds), `${field:path}`, `${header:name}`, `${key}`. A change begins new files beside the "
                            + "old ones: records that were published but not committed are then in both.")
            .where(PathSettings::isTemplate, "is no template");

    public static final Setting<String> FIELD_NULL = Setting.text("path.field.null")
            .orElse("__null__")
            .where(text -> !text.isEmpty(), "must not be empty")
            .withDoc("What stands in the path for a field, header or key that is absent or null.");

    public static final Setting<Integer> FIELD_MAX = Setting.integer("path.field.max")
            .orElse(200)
            .atLeast(1)
            .withDoc(
                    "Most distinct values of one `${field:…}`, `${header:…}` or `${key}` that may have open files in one "
                            + "partition; a record that brings another is bad. It guards against a field of many values.");

    private PathSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(TEMPLATE, FIELD_NULL, FIELD_MAX);
    }

    /** The template that a configuration asks for. */
    public static PathTemplate read(SettingValues values) {
        return new PathTemplate(values.get(TEMPLATE), TopicRenameSettings.read(values), values.get(FIELD_NULL));
    }

    /** Throws with what is wrong where the text is no template. */
    private static boolean isTemplate(String text) {
        return !new PathTemplate(text, TopicRename.none(), "absent").toString().isEmpty();
    }
}
