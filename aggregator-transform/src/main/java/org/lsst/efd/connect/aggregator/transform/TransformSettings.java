package org.lsst.efd.connect.aggregator.transform;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.lsst.efd.connect.common.aggregate.AggregateSettings;
import org.lsst.efd.connect.common.aggregate.LatePolicy;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.NullValueSettings;
import org.lsst.efd.connect.common.time.TimestampSettings;

/** The settings of the transform. */
public final class TransformSettings {
    public static final Setting<Integer> PARTITIONS_MAX = Setting.integer("partitions.max")
            .orElse(10_000)
            .atLeast(1)
            .withDoc("How many partitions are kept; beyond it the one not seen for the longest time is forgotten with "
                    + "its windows.");

    public static final Setting<Duration> IDLE_TIMEOUT = AggregateSettings.IDLE_TIMEOUT
            .orElse(0L)
            .where(Duration::isZero, "must be 0: a transform has no clock; use the aggregator connector")
            .withDoc("Must be 0: a transform has no clock.");

    public static final Setting<LatePolicy> LATE_POLICY = AggregateSettings.LATE_POLICY
            .where(policy -> policy == LatePolicy.DROP, "must be drop: a transform has no place for late records")
            .withDoc("Must be `drop`: records whose windows are all closed are counted and dropped.");

    public static final Settings ALL = Settings.none()
            .with("Windows", windows())
            .with("Event time", timestamps())
            .with("Records", List.of(NullValueSettings.BEHAVIOR, PARTITIONS_MAX))
            .checking((values, mistakes) -> AggregateSettings.check("", values, mistakes))
            .checking(TransformSettings::refuseHopping);

    private TransformSettings() {}

    /** The key is that of the record in whose place a window leaves. */
    private static List<Setting<?>> windows() {
        Stream<Setting<?>> shared = AggregateSettings.all().stream()
                .filter(setting -> setting != AggregateSettings.KEY_MODE)
                .map(setting -> setting == AggregateSettings.LATE_POLICY ? LATE_POLICY : setting);
        return Stream.concat(shared, Stream.of(IDLE_TIMEOUT)).toList();
    }

    /** {@code window.future.max.ms} is in their place of {@code timestamp.future.max.ms}. */
    private static List<Setting<?>> timestamps() {
        return TimestampSettings.all().stream()
                .filter(setting -> setting != TimestampSettings.FUTURE_MAX)
                .toList();
    }

    private static void refuseHopping(SettingValues values, Mistakes mistakes) {
        Duration size = values.get(AggregateSettings.WINDOW_SIZE);
        if (values.optional(AggregateSettings.WINDOW_ADVANCE)
                .filter(advance -> advance.compareTo(size) < 0)
                .isPresent()) {
            mistakes.on(
                    AggregateSettings.WINDOW_ADVANCE,
                    "must equal window.size.ms: one record in can release only one record out, and windows that "
                            + "overlap are more than records; use the aggregator connector");
        }
    }
}
