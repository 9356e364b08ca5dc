package org.lsst.efd.connect.common.sink;

import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;

/** The setting {@code behavior.on.null.values} of sinks that cannot delete; one that can declares its own. */
public final class NullValueSettings {
    private enum Behavior {
        IGNORE,
        FAIL
    }

    public static final Setting<NullValues> BEHAVIOR = Setting.choice("behavior.on.null.values", Behavior.class)
            .orElse(Behavior.IGNORE)
            .withDoc(
                    "What becomes of records without a value (tombstones): `ignore` counts and drops them, `fail` makes "
                            + "them bad records.")
            .as(behavior -> NullValues.valueOf(behavior.name()));

    private NullValueSettings() {}

    /** The behavior that a configuration asks for. */
    public static NullValues read(SettingValues values) {
        return values.get(BEHAVIOR);
    }
}
