package org.lsst.efd.connect.parquet.lanes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.retry.Attempts;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.parquet.store.FileStore;
import org.lsst.efd.connect.parquet.store.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that encode and publish, and their patience with the store. Thread-safe. */
final class Writers {
    /** The job is done. */
    static final long DONE = -1;
    /** The job is never run again: the task fails. */
    static final long NEVER = -2;

    private static final Logger LOG = LoggerFactory.getLogger(Writers.class);

    private final FileStore store;
    private final RetryPolicy policy;
    private final LaneCounts counts;
    private final RandomGenerator random = new Random();
    private final ScheduledThreadPoolExecutor threads;
    private final Map<Job, Attempts> attempts = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable ConnectException> failure = new AtomicReference<>();
    private List<Runnable> waiting = new ArrayList<>();
    private boolean isPrepared;
    private final AtomicInteger jobs = new AtomicInteger();

    Writers(FileStore store, LaneRules rules, LaneCounts counts) {
        this.store = store;
        this.policy = rules.retry();
        this.counts = counts;
        this.threads = new ScheduledThreadPoolExecutor(rules.threads(), threadFactory(rules.owner()));
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Hadoop looks for its services with the class loader of the thread: it must be that of the plugin. */
    private static ThreadFactory threadFactory(String owner) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "parquet-writer-" + owner + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(Writers.class.getClassLoader());
            return thread;
        };
    }

    /** A job waits to be run, or to be run again. */
    void jobBegun() {
        jobs.incrementAndGet();
    }

    /** A job is done or dropped; not called for one that made the task fail. */
    void jobEnded() {
        jobs.decrementAndGet();
    }

    /** Whether anything is to be done, or was given up. */
    boolean isBusy() {
        return jobs.get() > 0;
    }

    /** Makes the store ready; nothing else runs before that is done. */
    void prepare(Job preparation) {
        jobBegun();
        schedule(() -> prepareNow(preparation), 0);
    }

    private void prepareNow(Job preparation) {
        long againMs = attempt(preparation);
        if (againMs == DONE) {
            List<Runnable> held;
            synchronized (this) {
                isPrepared = true;
                held = waiting;
                waiting = List.of();
            }
            held.forEach(task -> schedule(task, 0));
            jobEnded();
        } else if (againMs != NEVER) {
            schedule(() -> prepareNow(preparation), againMs);
        }
    }

    void execute(Runnable task) {
        synchronized (this) {
            if (!isPrepared) {
                waiting.add(task);
                return;
            }
        }
        schedule(task, 0);
    }

    void schedule(Runnable task, long delayMs) {
        try {
            ScheduledFuture<?> unneeded = threads.schedule(task, delayMs, TimeUnit.MILLISECONDS);
            LOG.trace("{} is scheduled as {}", task, unneeded);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The task ends; {} is not run", task, stopped);
        }
    }

    /**
     * Runs a job.
     *
     * @return {@link #DONE}, {@link #NEVER}, or in how many milliseconds to try again
     */
    long attempt(Job job) {
        boolean isHandled = false;
        try {
            job.run();
            attempts.remove(job);
            isHandled = true;
            return DONE;
        } catch (IOException passing) {
            isHandled = true;
            return failed(job, passing);
        } catch (RuntimeException wrong) {
            isHandled = true;
            fail(new ConnectException(job + " at " + store + " failed: " + wrong.getMessage(), wrong));
            return NEVER;
        } finally {
            if (!isHandled) {
                fail(new ConnectException(job + " at " + store + " failed; the worker's log says why"));
            }
        }
    }

    private long failed(Job job, IOException problem) {
        Attempts ofJob = attempts.computeIfAbsent(job, j -> policy.newAttempts(random));
        long nowMs = System.currentTimeMillis();
        ofJob.failed(nowMs);
        boolean isLasting = store.classify(problem) == StoreFailure.LASTING;
        boolean isSpent = !(problem instanceof StagingFailed) && ofJob.areSpent();
        if (isSpent || (isLasting && ofJob.failures() >= StoreFailure.LASTING_ATTEMPTS)) {
            attempts.remove(job);
            fail(new ConnectException(
                    job + " at " + store + " failed " + ofJob.failures() + " times: " + problem.getMessage(), problem));
            return NEVER;
        }
        counts.retried();
        if (ofJob.failures() == 1) {
            if (problem instanceof StagingFailed) {
                LOG.error("{} waits for the local disk; it is tried again until it succeeds", job, problem);
            } else {
                LOG.warn("{} at {} failed and is tried again", job, store, problem);
            }
        }
        return ofJob.waitMs(nowMs);
    }

    private void fail(ConnectException problem) {
        failure.compareAndSet(null, problem);
    }

    /** Why the task must fail; null while it need not. */
    @Nullable
    ConnectException failure() {
        return failure.get();
    }

    /** Ends the threads; what runs is interrupted after the time. */
    void stop(Duration timeout) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
