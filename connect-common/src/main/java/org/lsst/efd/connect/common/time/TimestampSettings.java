package org.lsst.efd.connect.common.time;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.lsst.efd.connect.common.fields.FieldPath;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;

/** The settings {@code timestamp.*} that every plugin shares. */
public final class TimestampSettings {
    public static final Setting<FieldPath> FIELD = Setting.text("timestamp.field")
            .orAbsent()
            .withDoc(
                    "Dotted path of the field that holds the event time. Without it the Kafka record timestamp is used; "
                            + "the wall clock never is, because a replay must give the same times.")
            .as(FieldPath::parse);

    public static final Setting<StampUnit> UNIT = Setting.choice("timestamp.unit", StampUnit.class)
            .orElse(StampUnit.AUTO)
            .withDoc(
                    "Unit of `timestamp.field`. `auto`: logical types and the schema parameter `avro.logicalType` know "
                            + "theirs, else seconds for floating point and milliseconds for integers. ISO-8601 texts need none.");

    public static final Setting<TimeScale> SCALE = Setting.choice("timestamp.scale", TimeScale.class)
            .orElse(TimeScale.UTC)
            .withDoc("Time scale of `timestamp.field`. `tai` is converted to UTC by the table of leap seconds.");

    public static final Setting<Long> FUTURE_MAX = Setting.number("timestamp.future.max.ms")
            .orElse(86_400_000L)
            .atLeast(-1)
            .withDoc("A record whose time is further ahead of the clock than this is a bad record; -1 for no limit.");

    public static final Setting<LeapSeconds> LEAP_SECONDS = Setting.text("timestamp.leap.seconds.file")
            .orAbsent()
            .withDoc("A file in the format of the IERS `leap-seconds.list` that replaces the built-in table of leap "
                    + "seconds (complete up to 2017-01-01, the last one so far).")
            .as(TimestampSettings::readTable);

    private TimestampSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(FIELD, UNIT, SCALE, FUTURE_MAX, LEAP_SECONDS);
    }

    /** The event time that a configuration asks for. */
    public static RecordTime read(SettingValues values, Clock clock) {
        long futureMaxMs = values.get(FUTURE_MAX);
        return read(values, futureMaxMs < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(futureMaxMs)), clock);
    }

    /** The same with a limit of the plugin's own in place of {@link #FUTURE_MAX}. */
    public static RecordTime read(SettingValues values, Optional<Duration> futureLimit, Clock clock) {
        return new RecordTime(
                values.optional(FIELD),
                values.get(UNIT),
                values.get(SCALE),
                values.optional(LEAP_SECONDS).orElse(LeapSeconds.builtIn()),
                futureLimit,
                clock);
    }

    private static LeapSeconds readTable(String file) {
        try {
            return LeapSeconds.read(Path.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException("names a file that the worker cannot read", unreadable);
        }
    }
}
