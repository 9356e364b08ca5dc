package org.lsst.efd.registry;

import java.time.Duration;

/** Lets time pass; a test passes one that moves its clock instead. */
@FunctionalInterface
public interface Sleeper {
    /** Really sleeps. */
    Sleeper REAL = time -> Thread.sleep(time.toMillis());

    /** Returns when the time has passed. */
    void sleep(Duration time) throws InterruptedException;
}
