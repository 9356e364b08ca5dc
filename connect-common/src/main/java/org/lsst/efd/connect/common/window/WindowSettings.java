package org.lsst.efd.connect.common.window;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.lsst.efd.connect.common.aggregate.AggregateSettings;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.sink.PassThrough;
import org.lsst.efd.connect.common.sink.Stage;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.connect.common.time.TimestampSettings;

/**
 * The settings {@code aggregate.*} of a sink, beside {@code timestamp.*}, which it must declare too; give {@link #check}
 * to {@code Settings.checking}.
 */
public final class WindowSettings {
    private static final String PREFIX = "aggregate.";

    public static final Setting<Boolean> ENABLED = Setting.flag(PREFIX + "enabled")
            .orElse(false)
            .withDoc("Writes windows with summary statistics in place of records. The settings below count only then.");

    public static final Setting<Pattern> TOPICS_EXCLUDE = Setting.text(PREFIX + "topics.exclude")
            .orElse(".*\\.(command_.*|ackcmd)")
            .withDoc("Topics, by their whole name, whose records are written as they are.")
            .as(WindowSettings::compile);

    public static final Setting<PartitionMode> PARTITION_MODE = Setting.choice(
                    PREFIX + "partition.mode", PartitionMode.class)
            .orElse(PartitionMode.SINGLE)
            .withDoc(
                    "Windows are made of one partition each. `single`: a record from a partition other than 0 stops the "
                            + "task. `keyed`: each group lives in one partition, which you must know. `separate`: the partition "
                            + "becomes the field `kafka_partition`, part of the window's identity.");

    public static final Setting<FirstWindow> FIRST_WINDOW = Setting.choice(PREFIX + "first.window", FirstWindow.class)
            .orElse(FirstWindow.WHOLE)
            .withDoc(
                    "`whole`: where reading starts after offset 0, windows that began before are not told. `log-start`: "
                            + "the first record read is trusted to be the first there is; for the first start of a new group "
                            + "only.");

    public static final Setting<Duration> IDLE_TIMEOUT = AggregateSettings.IDLE_TIMEOUT
            .orElse(0L)
            .withDoc(
                    "Closes the windows of a partition that has been silent for so long; 0 never does. With it a window "
                            + "may be told again with more in it, which only a destination that overwrites can stand.")
            .withPrefix(PREFIX);

    private WindowSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        List<Setting<?>> settings = new ArrayList<>(List.of(ENABLED, TOPICS_EXCLUDE, PARTITION_MODE, FIRST_WINDOW));
        AggregateSettings.all().forEach(setting -> settings.add(setting.withPrefix(PREFIX)));
        settings.add(IDLE_TIMEOUT);
        return settings;
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        AggregateSettings.check(PREFIX, values, mistakes);
    }

    /** For destinations that do not overwrite by the window's identity: closing by the clock would tell windows twice. */
    public static void checkWithoutOverwriting(SettingValues values, Mistakes mistakes) {
        if (values.get(ENABLED) && !idleTimeout(values).isZero()) {
            mistakes.on(
                    IDLE_TIMEOUT,
                    "must be 0, because this destination does not overwrite a window that is told again with more in it");
        }
    }

    /** The stage that a configuration asks for: windows, or records as they are. */
    public static Stage read(SettingValues values, Clock clock) {
        return values.get(ENABLED) ? readWindows(values, clock) : new PassThrough();
    }

    /** The window stage, enabled or not. */
    public static WindowStage readWindows(SettingValues values, Clock clock) {
        WindowRules rules = new WindowRules(
                AggregateSettings.read(values.withPrefix(PREFIX)),
                values.get(TOPICS_EXCLUDE),
                values.get(PARTITION_MODE),
                values.get(FIRST_WINDOW),
                idleTimeout(values));
        RecordTime time =
                TimestampSettings.read(values, Optional.of(rules.aggregate().futureLimit()), clock);
        return new WindowStage(rules, time, clock);
    }

    private static Duration idleTimeout(SettingValues values) {
        return values.get(IDLE_TIMEOUT);
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("is not a regular expression: " + wrong.getDescription(), wrong);
        }
    }
}
