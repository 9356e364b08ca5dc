package org.lsst.efd.connect.manager.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.lsst.efd.connect.manager.outcome.FailureReport;
import org.lsst.efd.connect.manager.rest.Pause;

/**
 * The loop of a watcher: does its duties at every beat and survives their failures. {@link #end} may be called from any
 * thread, {@link #run} from one.
 */
public final class Watch {
    private static final double JITTER = 0.2;

    private final List<Duty> duties;
    private final Duration interval;
    private final Pause pause;
    private final RandomGenerator random;
    private final WatchLog log;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isEnding;

    public Watch(List<Duty> duties, Duration interval, Pause pause, RandomGenerator random, WatchLog log) {
        this.duties = List.copyOf(duties);
        this.interval = interval;
        this.pause = pause;
        this.random = random;
        this.log = log;
    }

    /** Beats until {@link #end} or an interruption. */
    public void run() {
        try {
            while (!isEnding) {
                beat();
                rest();
            }
        } finally {
            ended.countDown();
        }
    }

    /** One beat. Returns whether every duty was done without an error. */
    public boolean beat() {
        boolean isClean = true;
        for (Duty duty : duties) {
            if (!isEnding) {
                isClean &= does(duty);
            }
        }
        return isClean;
    }

    private boolean does(Duty duty) {
        try {
            duty.beat();
            return true;
        } catch (RuntimeException e) {
            if (!isEnding) {
                log.line(
                        WatchLog.Level.ERROR,
                        duty.name(),
                        "",
                        FailureReport.of(e).message() + "; it is tried again at the next beat");
            }
            return false;
        }
    }

    private void rest() {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        try {
            pause.of(Duration.ofMillis(Math.round(interval.toMillis() * factor)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isEnding = true;
        }
    }

    /** Lets the loop end after the request it is in, and waits for that for the time given. */
    public void end(Thread loop, Duration limit) throws InterruptedException {
        isEnding = true;
        loop.interrupt();
        ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
