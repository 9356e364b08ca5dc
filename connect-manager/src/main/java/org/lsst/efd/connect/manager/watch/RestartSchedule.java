package org.lsst.efd.connect.manager.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When a failed connector may be restarted: at once, then n² + n units after the restart before (2, 6, 12, 20, 30, 42,
 * 56 minutes), at most 60 units, and at most so many times without a healthy while in between. Not thread-safe.
 */
public final class RestartSchedule {
    private static final Duration HEALTHY_AFTER = Duration.ofMinutes(10);
    private static final int LONGEST = 60;

    private final Duration unit;
    private final int max;
    private final Map<String, History> histories = new HashMap<>();

    /**
     * A schedule without history.
     *
     * @param unit one minute, or less in a hurry
     * @param max restarts without a healthy while in between; 0 is no limit
     */
    public RestartSchedule(Duration unit, int max) {
        this.unit = unit;
        this.max = max;
    }

    private static final class History {
        private int restarts;
        private Instant last = Instant.MIN;
        private Instant healthySince = Instant.MAX;
    }

    /** What may be done about a connector that has failed. */
    public enum Verdict {
        /** Restart it now. */
        DUE,
        /** Not yet. */
        WAIT,
        /** Never again: a person must act. */
        GIVEN_UP
    }

    /** What may be done now about this connector, which has failed. */
    public Verdict verdict(String connector, Instant now) {
        History history = histories.computeIfAbsent(connector, name -> new History());
        history.healthySince = Instant.MAX;
        if (max > 0 && history.restarts >= max) {
            return Verdict.GIVEN_UP;
        }
        boolean isDue = history.restarts == 0 || !now.isBefore(history.last.plus(delay(history.restarts)));
        return isDue ? Verdict.DUE : Verdict.WAIT;
    }

    /** The time from restart number {@code restarts} to the next one. */
    public Duration delay(int restarts) {
        long units = restarts >= 8 ? LONGEST : Math.min(LONGEST, (long) restarts * restarts + restarts);
        return unit.multipliedBy(units);
    }

    /** The connector was restarted. */
    public void restarted(String connector, Instant now) {
        History history = histories.computeIfAbsent(connector, name -> new History());
        history.restarts++;
        history.last = now;
    }

    /** The connector runs; its history is forgotten when it has done so for ten minutes. */
    public void healthy(String connector, Instant now) {
        History history = histories.get(connector);
        if (history == null) {
            return;
        }
        if (history.healthySince.equals(Instant.MAX)) {
            history.healthySince = now;
        } else if (!now.isBefore(history.healthySince.plus(HEALTHY_AFTER))) {
            histories.remove(connector);
        }
    }

    /** How often the connector has been restarted since it was healthy for a while. */
    public int restarts(String connector) {
        History history = histories.get(connector);
        return history == null ? 0 : history.restarts;
    }
}
