package org.lsst.efd.connect.replication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on when it is told to. Thread-safe. */
public final class MovedClock extends Clock {
    private final Instant start = Instant.parse("2026-03-01T00:00:00Z");
    private final AtomicLong passedMs = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();

    /** It goes on by so much. */
    public void move(Duration by) {
        passedMs.addAndGet(by.toMillis());
    }

    /** How often anybody has looked at it. */
    public long looks() {
        return looks.get();
    }

    @Override
    public Instant instant() {
        long atMs = passedMs.get();
        looks.incrementAndGet();
        return start.plusMillis(atMs);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
