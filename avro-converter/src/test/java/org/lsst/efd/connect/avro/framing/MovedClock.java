package org.lsst.efd.connect.avro.framing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.lsst.efd.registry.Sleeper;

/** A clock that moves only when somebody sleeps, and tells a listener how late it is. */
final class MovedClock extends Clock {
    private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
    private Duration passed = Duration.ZERO;
    private Consumer<Duration> listener = now -> {};

    /** Lets the listener know of each moment that comes. */
    void onMove(Consumer<Duration> other) {
        listener = other;
    }

    Duration passed() {
        return passed;
    }

    void move(Duration time) {
        passed = passed.plus(time);
        listener.accept(passed);
    }

    Sleeper sleeper() {
        return this::move;
    }

    @Override
    public Instant instant() {
        return start.plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
