package org.lsst.efd.connect.common.fields;

import java.util.List;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;

/** The settings {@code fields.*} that every plugin shares. */
public final class FieldSettings {
    public static final Setting<List<Glob>> INCLUDE = Setting.list("fields.include")
            .orElse(List.of())
            .withDoc("Fields to take, as globs on the dotted path in the record (`position.*`); empty for all.")
            .as(FieldSettings::globs);

    public static final Setting<List<Glob>> EXCLUDE = Setting.list("fields.exclude")
            .orElse(List.of())
            .withDoc("Fields to leave out, as globs on the dotted path in the record; applied after `fields.include`.")
            .as(FieldSettings::globs);

    private FieldSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(INCLUDE, EXCLUDE);
    }

    /** The selection that a configuration asks for. */
    public static FieldSelection read(SettingValues values) {
        return new FieldSelection(values.get(INCLUDE), values.get(EXCLUDE));
    }

    private static List<Glob> globs(List<String> patterns) {
        return patterns.stream().map(Glob::of).toList();
    }
}
