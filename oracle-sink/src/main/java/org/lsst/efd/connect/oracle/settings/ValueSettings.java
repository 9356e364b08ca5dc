package org.lsst.efd.connect.oracle.settings;

import java.util.List;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.row.ArrayForm;
import org.lsst.efd.connect.oracle.row.NonfiniteRule;
import org.lsst.efd.connect.oracle.row.ValueRules;

/** What becomes of values that do not fit into a column as they are. */
public final class ValueSettings {
    private enum Overflow {
        FAIL,
        TRUNCATE
    }

    public static final Setting<ArrayForm> ARRAYS = Setting.choice("array.mode", ArrayForm.class)
            .orElse(ArrayForm.FLATTEN)
            .withDoc(
                    "Arrays: `flatten` gives a column for each element, `native` an array of PostgreSQL, `json` a text, "
                            + "`binary` packed little-endian numbers, `skip` nothing. Where elements are structs, `native` and "
                            + "`binary` give JSON.");

    public static final Setting<Integer> ARRAY_MAX = Setting.integer("array.flatten.max")
            .orElse(1000)
            .between(1, 100_000)
            .withDoc(
                    "Longest array that is flattened. A longer one switches its field to `array.overflow.mode`, for good; "
                            + "the comment of the table says so.");

    public static final Setting<ArrayForm> LONG_ARRAYS = Setting.choice("array.overflow.mode", ArrayForm.class)
            .orElse(ArrayForm.JSON)
            .where(form -> form != ArrayForm.FLATTEN, "must be another form than flatten")
            .withDoc("What becomes of arrays longer than `array.flatten.max`.");

    public static final Setting<NonfiniteRule> NONFINITE = Setting.choice("nonfinite", NonfiniteRule.class)
            .orAbsent()
            .withDoc(
                    "NaN and infinities: `store`, `null`, or `fail` (a bad record). Default `store`; MariaDB has none of "
                            + "them, and `null` is the default there.");

    public static final Setting<Integer> STRING_LENGTH = Setting.integer("string.length")
            .orElse(4000)
            .between(1, 4000)
            .withDoc(
                    "Characters of a text column on Oracle and H2, where the schema has no parameter `length`. A text of "
                            + "more than 4,000 bytes needs `column.types` with `CLOB`.");

    private static final Setting<Overflow> STRING_OVERFLOW = Setting.choice("string.overflow", Overflow.class)
            .orElse(Overflow.FAIL)
            .withDoc("Texts that are too long for their column: `fail` makes the record bad, `truncate` cuts them.");

    private ValueSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(ARRAYS, ARRAY_MAX, LONG_ARRAYS, NONFINITE, STRING_LENGTH, STRING_OVERFLOW);
    }

    /** What values may be in this database. */
    public static ValueRules rules(SettingValues values, Dialect dialect) {
        NonfiniteRule byDefault = dialect.hasNonfinite() ? NonfiniteRule.STORE : NonfiniteRule.NULL;
        return new ValueRules(
                dialect.textMax(values.get(STRING_LENGTH)),
                dialect.textMaxBytes(),
                values.get(STRING_OVERFLOW) == Overflow.TRUNCATE,
                values.optional(NONFINITE).orElse(byDefault),
                dialect.refusesNul(),
                dialect.isEmptyTextNull(),
                dialect.timestampDigits(),
                dialect.hasArrays());
    }
}
