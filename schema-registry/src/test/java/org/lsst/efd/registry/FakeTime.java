package org.lsst.efd.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A clock that only sleepers and tests move. Thread-safe. */
public final class FakeTime extends Clock implements Sleeper {
    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private volatile Consumer<Instant> onSleep = time -> {};
    private final AtomicLong looks = new AtomicLong();

    /** Lets time pass without a sleep. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** How long each sleep was. */
    public List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }

    /** All sleeps together. */
    public Duration slept() {
        return sleeps.stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** From now on tells this function the time after each sleep. */
    public void afterSleep(Consumer<Instant> function) {
        onSleep = function;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(time);
        pass(time);
        onSleep.accept(now);
    }

    /** How often anybody has looked at the clock. */
    public long looks() {
        return looks.get();
    }

    @Override
    public Instant instant() {
        Instant seen = now;
        looks.incrementAndGet();
        return seen;
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
