package org.lsst.efd.quickstart.proxy;

import java.time.Duration;

/** What the network is like at this moment. Thread-safe. */
final class Weather {
    private long delayNs; // all guarded by this
    private boolean isCut;
    private boolean isDropping;

    synchronized void delay(Duration delay) {
        delayNs = delay.toNanos();
    }

    synchronized void cut() {
        isCut = true;
        notifyAll();
    }

    synchronized void drop() {
        isDropping = true;
    }

    synchronized void restore() {
        delayNs = 0;
        isCut = false;
        isDropping = false;
        notifyAll();
    }

    synchronized boolean isCut() {
        return isCut;
    }

    /** When something that is read now arrives, on the clock of {@code System.nanoTime}. */
    synchronized long arrivalNs() {
        return System.nanoTime() + delayNs;
    }

    /** Returns when nothing is held back: dropping has ended, or everything is cut. */
    synchronized void awaitPassable() throws InterruptedException {
        while (isDropping && !isCut) {
            wait();
        }
    }
}
