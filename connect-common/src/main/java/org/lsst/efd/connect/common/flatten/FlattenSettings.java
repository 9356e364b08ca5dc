package org.lsst.efd.connect.common.flatten;

import java.util.List;
import org.lsst.efd.connect.common.fields.FieldSelection;
import org.lsst.efd.connect.common.fields.Glob;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;

/**
 * The settings {@code flatten.delimiter} and {@code array.*} that every plugin shares. The choices of {@code array.mode}
 * differ from sink to sink, so each declares that one itself.
 */
public final class FlattenSettings {
    public static final Setting<String> DELIMITER = Setting.text("flatten.delimiter")
            .orElse("_")
            .withDoc("Joins the names of nested structs and maps with those of their fields: `outer_inner`.");

    public static final Setting<String> ARRAY_DELIMITER = Setting.text("array.delimiter")
            .orElse("")
            .withDoc("Stands between the name of an array and an index: empty gives `temp0`, `temp1`. Arrays whose "
                    + "elements could share a name with another field use `_` instead.");

    public static final Setting<List<ArrayDelimiters.ForTopics>> ARRAY_DELIMITER_TOPICS = Setting.list(
                    "array.delimiter.topics")
            .orElse(List.of())
            .withDoc("Exceptions from `array.delimiter`, each written `topic glob=delimiter`; the first that fits "
                    + "wins.")
            .as(entries -> entries.stream().map(FlattenSettings::exception).toList());

    private FlattenSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(DELIMITER, ARRAY_DELIMITER, ARRAY_DELIMITER_TOPICS);
    }

    /** The rules that a configuration asks for, with maps and arrays flattened and nothing renamed. */
    public static Flattener read(SettingValues values, FieldSelection selection) {
        Flattener standard = Flattener.standard();
        return new Flattener(
                values.get(DELIMITER),
                standard.arrays(),
                new ArrayDelimiters(values.get(ARRAY_DELIMITER), values.get(ARRAY_DELIMITER_TOPICS)),
                standard.maps(),
                selection,
                standard.rename(),
                standard.wholeArrays());
    }

    private static ArrayDelimiters.ForTopics exception(String entry) {
        int equals = entry.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("must hold entries of the form topic glob=delimiter");
        }
        return new ArrayDelimiters.ForTopics(
                Glob.of(entry.substring(0, equals).trim()),
                entry.substring(equals + 1).trim());
    }
}
