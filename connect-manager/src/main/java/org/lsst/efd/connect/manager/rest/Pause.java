package org.lsst.efd.connect.manager.rest;

import java.time.Duration;

/** The time between two tries: how long it is now, and how to wait. Tests pass it without waiting. */
public interface Pause {
    /** Nanoseconds of a clock that never goes back. */
    long nanoTime();

    /** Returns after this time has passed on {@link #nanoTime()}. */
    void of(Duration duration) throws InterruptedException;

    /** The pause of real time. */
    static Pause real() {
        return new Pause() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void of(Duration duration) throws InterruptedException {
                Thread.sleep(duration.toMillis());
            }
        };
    }
}
