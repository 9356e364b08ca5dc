package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one lane: one at a time, in order; the next begins when the one before is done. So files of a lane are
 * published in order. Thread-safe.
 */
final class Strand {
    private final Writers writers;
    private final Deque<Job> jobs = new ArrayDeque<>();
    private boolean isScheduled;
    private boolean isRunning;
    private boolean isEnded;
    private Runnable atTheEnd = () -> {};

    Strand(Writers writers) {
        this.writers = writers;
    }

    void submit(Job job) {
        boolean isDropped;
        synchronized (this) {
            isDropped = isEnded;
            if (!isEnded) {
                jobs.add(job);
                writers.jobBegun();
                if (!isScheduled) {
                    isScheduled = true;
                    writers.execute(this::runNext);
                }
            }
        }
        if (isDropped) {
            job.dropped();
        }
    }

    private void runNext() {
        Job job = begin();
        if (job == null) {
            return;
        }
        long againMs = Writers.NEVER;
        try {
            againMs = writers.attempt(job);
        } finally {
            end(job, againMs);
        }
    }

    private synchronized @Nullable Job begin() {
        Job job = isEnded ? null : jobs.peek();
        isRunning = job != null;
        isScheduled = job != null;
        return job;
    }

    private void end(Job job, long againMs) {
        boolean isDropped;
        Runnable last;
        synchronized (this) {
            isRunning = false;
            isDropped = isEnded;
            last = atTheEnd;
            if (againMs == Writers.DONE && !isEnded) {
                jobs.poll();
            }
            isScheduled = !isEnded && againMs != Writers.NEVER && !jobs.isEmpty();
            if (isScheduled) {
                writers.schedule(this::runNext, Math.max(0, againMs));
            }
            notifyAll();
        }
        if (againMs == Writers.DONE || isDropped) {
            writers.jobEnded();
        }
        if (isDropped) {
            if (againMs != Writers.DONE) {
                job.dropped();
            }
            last.run();
        }
    }

    /**
     * Drops all jobs; one that runs may run to its end.
     *
     * @param cleanUp runs when none does, on this thread or that of the last job
     */
    void cancel(Runnable cleanUp) {
        Deque<Job> dropped;
        boolean isLast;
        synchronized (this) {
            isEnded = true;
            isLast = !isRunning;
            atTheEnd = cleanUp;
            dropped = new ArrayDeque<>(jobs);
            if (isRunning) {
                dropped.poll();
            }
            jobs.clear();
        }
        for (Job job : dropped) {
            job.dropped();
            writers.jobEnded();
        }
        if (isLast) {
            cleanUp.run();
        }
    }

    /** Whether nothing is to be done. */
    synchronized boolean isIdle() {
        return jobs.isEmpty() && !isRunning;
    }

    /** Waits until no job runs, at most until a time of {@link System#nanoTime}. */
    synchronized void awaitRunning(long untilNanoTime) throws InterruptedException {
        for (long left = untilNanoTime - System.nanoTime();
                isRunning && left > 0;
                left = untilNanoTime - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }
}
