package org.lsst.efd.connect.parquet.settings;

import java.util.List;
import java.util.function.Function;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.parquet.lanes.RotationRules;

/** When files end. */
public final class RotationSettings {
    private static final long OFF = -1;
    private static final long NANOS_PER_MS = 1_000_000;

    public static final Setting<Long> RECORDS =
            limit("rotate.records", 1_000_000).withDoc("Most records of a file; -1 for no limit, as for all of these.");

    public static final Setting<Long> BYTES = limit("rotate.bytes", 268_435_456)
            .withDoc("Most bytes of a file, as far as they can be told before it ends.");

    public static final Setting<Long> EVENT_SPAN =
            limit("rotate.event.span.ms", OFF).withDoc("Longest span of event time inside one file.");

    public static final Setting<Long> IDLE =
            limit("rotate.idle.ms", 600_000).withDoc("A file ends when so much time has passed since its last record.");

    public static final Setting<Long> AGE = limit("rotate.age.ms", 3_600_000)
            .withDoc(
                    "A file ends when so much time has passed since it was opened. It bounds what is read again after a "
                            + "crash, and must be far below the retention of the topics.");

    public static final Setting<Long> LATE = limit("rotate.late.ms", 60_000)
            .withDoc(
                    "A file ends when the event time of its partition has passed the end of its `${date:…}` by so much; "
                            + "later records open another, which ends by the other limits.");

    private RotationSettings() {}

    private static Setting<Long> limit(String key, long byDefault) {
        return Setting.number(key)
                .orElse(byDefault)
                .where(value -> value == OFF || value > 0, "must be positive, or -1 for no limit");
    }

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(RECORDS, BYTES, EVENT_SPAN, IDLE, AGE, LATE);
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        if (List.of(RECORDS, BYTES, EVENT_SPAN, IDLE, AGE).stream().allMatch(limit -> values.get(limit) == OFF)) {
            mistakes.on(AGE, "must be set, or another limit of this group: files would never end");
        }
        long bytes = values.get(BYTES);
        if (bytes != OFF && bytes < values.get(FormatSettings.ROW_GROUP_BYTES) / 4) {
            mistakes.on(
                    BYTES,
                    "must be at least a quarter of " + FormatSettings.ROW_GROUP_BYTES
                            + ": smaller files than that are one row group anyhow");
        }
    }

    /** The rules that a configuration asks for. */
    public static RotationRules read(SettingValues values) {
        return new RotationRules(
                limit(values, RECORDS, n -> n),
                limit(values, BYTES, n -> n),
                limit(values, EVENT_SPAN, ms -> Math.multiplyExact(ms, NANOS_PER_MS)),
                limit(values, IDLE, ms -> ms),
                limit(values, AGE, ms -> ms),
                limit(values, LATE, ms -> Math.multiplyExact(ms, NANOS_PER_MS)));
    }

    private static long limit(SettingValues values, Setting<Long> setting, Function<Long, Long> unit) {
        long value = values.get(setting);
        return value == OFF ? RotationRules.NEVER : unit.apply(value);
    }
}
