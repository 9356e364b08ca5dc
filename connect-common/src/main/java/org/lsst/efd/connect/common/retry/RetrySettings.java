package org.lsst.efd.connect.common.retry;

import java.time.Duration;
import java.util.List;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;

/** The settings {@code retry.*} that every plugin shares; give {@link #check} to {@code Settings.checking}. */
public final class RetrySettings {
    public static final Setting<Integer> MAX_ATTEMPTS = Setting.integer("retry.max.attempts")
            .orElse(-1)
            .where(attempts -> attempts == -1 || attempts > 0, "must be at least 1, or -1 for no limit")
            .withDoc("Consecutive failures of one request after which the task fails; -1 for no limit.");

    public static final Setting<Duration> BACKOFF = Setting.millis("retry.backoff.ms")
            .orElse(1000L)
            .atLeast(1)
            .withDoc("Upper bound of the first wait between attempts; it doubles with each failure, and the wait is "
                    + "drawn evenly between 0 and the bound.");

    public static final Setting<Duration> BACKOFF_MAX = Setting.millis("retry.backoff.max.ms")
            .orElse(60_000L)
            .atLeast(1)
            .withDoc("Upper bound of every wait between attempts.");

    private RetrySettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(MAX_ATTEMPTS, BACKOFF, BACKOFF_MAX);
    }

    /** The rule over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        if (values.get(BACKOFF).compareTo(values.get(BACKOFF_MAX)) > 0) {
            mistakes.on(BACKOFF_MAX, "must not be below " + BACKOFF);
        }
    }

    /** The policy that a configuration asks for. */
    public static RetryPolicy read(SettingValues values) {
        return new RetryPolicy(values.get(MAX_ATTEMPTS), values.get(BACKOFF), values.get(BACKOFF_MAX));
    }
}
