package org.lsst.efd.connect.influxdb.database;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the database on a thread of its own as soon as the server answers, and asks every hour how long points are
 * kept. Thread-safe.
 */
public final class RetentionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);
    private static final Duration REFRESH = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final long NANOS_PER_MS = 1_000_000L;

    private final DatabaseServer server;
    private final DatabaseSetup setup;
    private final Clock clock;
    private final Consumer<ConnectException> onFailure;
    private final CountDownLatch prepared = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    /** Of the watch's own thread: the last question had no answer, and that was told. */
    private boolean isAway;

    private volatile Optional<Duration> keptFor = Optional.empty();

    /**
     * A watch that has not started.
     *
     * @param onFailure told, on the watch's thread, that the database cannot be used as configured
     */
    public RetentionWatch(
            DatabaseServer server, DatabaseSetup setup, Clock clock, Consumer<ConnectException> onFailure) {
        this.server = server;
        this.setup = setup;
        this.clock = clock;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, "influxdb-retention-watch");
        this.thread.setDaemon(true);
    }

    /** Starts asking. */
    public void start() {
        thread.start();
    }

    /** Waits until the database is prepared, at most so long, and says whether it is. */
    public boolean awaitPrepared(Duration limit) throws InterruptedException {
        return prepared.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The time before which points are dropped by the server, in nanoseconds; the smallest long where none is known. */
    public long expiredBeforeNs() {
        Optional<Duration> kept = keptFor;
        return kept.isEmpty() ? Long.MIN_VALUE : (clock.millis() - kept.get().toMillis()) * NANOS_PER_MS;
    }

    /** As {@link DatabaseSetup#isTargetMissing}. */
    public boolean isTargetMissing() {
        return setup.isTargetMissing();
    }

    private void run() {
        try {
            Duration pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = ask();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ConnectException unusable) {
            onFailure.accept(unusable);
        } catch (RuntimeException | Error defect) {
            onFailure.accept(new ConnectException("The database cannot be prepared: " + defect, defect));
        }
    }

    /** Asks once and says how long to wait before the next time. */
    private Duration ask() {
        try {
            Optional<RetentionPolicy> policy = setup.prepare();
            isAway = false;
            keptFor = policy.flatMap(known -> known.duration().length());
            if (prepared.getCount() > 0) {
                LOG.info(
                        "InfluxDB {} answers; points are kept for {}",
                        server.version(),
                        policy.map(known -> known.duration().toString()).orElse("an unknown time"));
                prepared.countDown();
            }
            return REFRESH;
        } catch (IOException away) {
            if (!isAway) {
                LOG.warn("Cannot ask for databases and policies, trying again until it answers: {}", away.getMessage());
            }
            isAway = true;
            return RETRY;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
