package org.lsst.efd.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry asked with patience: it waits for a registry that is away and for a schema that comes after its data, but
 * never longer than a budget allows, because whoever polls for records is thrown out of its group if it waits too long.
 *
 * <ol>
 *   <li>A registry that is away is asked again, with the client's back-off, for {@code outageTimeout}; then the outcome
 *       is {@link Outcome.Unavailable}.
 *   <li>What is absent is asked for again, once per negative-cache time of the client, until {@code unknownTimeout} has
 *       passed since it was first asked for; then the outcome is {@link Outcome.Absent}, and so it is at once for later
 *       questions, which still find what came in the meantime.
 *   <li>All waits of one instance together, with the requests that failed, take at most {@code budget} in any {@code
 *       budgetPeriod}. When that is spent, nothing is waited for: one request, and its outcome as it is.
 *   <li>An interrupted thread waits no longer: its outcome is {@link Outcome.Unavailable}.
 * </ol>
 *
 * <p>One instance belongs to one converter, whose waits it counts. Thread-safe.
 */
public final class PatientRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(PatientRegistry.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

    private final RegistryClient client;
    private final RetryOptions backOff;
    private final CacheOptions caches;
    private final Patience patience;
    private final WaitBudget budget;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Map<Object, Instant> firstSights;

    /** Waits by the given clock and sleeper. */
    public PatientRegistry(RegistryClient client, Patience patience, Clock clock, Sleeper sleeper) {
        this.client = client.withoutRetries();
        this.backOff = client.options().retries();
        this.caches = client.options().caches();
        this.patience = patience;
        this.budget = new WaitBudget(patience.budget(), patience.budgetPeriod());
        this.clock = clock;
        this.sleeper = sleeper;
        this.firstSights = new LinkedHashMap<>();
    }

    /**
     * How long to wait for what.
     *
     * @param outageTimeout for a registry that is away, per question
     * @param unknownTimeout for what the registry does not hold, from the first question
     * @param budget for all waits together in any {@code budgetPeriod}
     * @param budgetPeriod the time the budget is for
     */
    public record Patience(Duration outageTimeout, Duration unknownTimeout, Duration budget, Duration budgetPeriod) {
        /** 120 s for an outage, 60 s for the unknown, 120 s in any 5 minutes. */
        public static final Patience DEFAULTS = new Patience(
                Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofMinutes(5));

        public Patience {
            if (outageTimeout.isNegative()
                    || unknownTimeout.isNegative()
                    || budget.isNegative()
                    || budgetPeriod.isNegative()) {
                throw new IllegalArgumentException("times must not be negative");
            }
        }
    }

    /** The Avro schema of an id, waited for. */
    public Outcome<Schema> avroSchema(int id) {
        return awaitPresence(id, registry -> registry.avroSchema(id));
    }

    /**
     * Asks for something that may not be there yet: waits for the registry, and for what is absent.
     *
     * @param key says what is asked for; equal keys share the time of their first sight
     * @param request asks the client that it is given, once
     */
    public <T> Outcome<T> awaitPresence(Object key, Function<RegistryClient, Outcome<T>> request) {
        Outcome<T> outcome = awaitAnswer(request);
        while (outcome instanceof Absent<T> absent) {
            Instant now = clock.instant();
            Duration left = min(untilGivenUp(key, now), budget.left(now));
            if (left.isZero()) {
                return outcome;
            }
            Duration pause = min(left, atLeastShort(nextQuestion()));
            LOG.warn("{}; it may come after its data, asking again in {} ms", absent.failure(), pause.toMillis());
            if (!slept(pause)) {
                return interrupted(absent.failure());
            }
            outcome = awaitAnswer(request);
        }
        if (outcome instanceof Found<T>) {
            forget(key);
        }
        return outcome;
    }

    /**
     * Asks for something whose absence is an answer: waits for the registry alone.
     *
     * @param request asks the client that it is given, once
     */
    public <T> Outcome<T> awaitAnswer(Function<RegistryClient, Outcome<T>> request) {
        Instant began = clock.instant();
        Instant counted = began;
        Outcome<T> outcome = request.apply(client);
        for (int retry = 0; outcome instanceof Unavailable<T> away && !away.isInterrupted(); retry++) {
            Instant now = clock.instant();
            budget.spent(counted, now);
            Duration left = min(patience.outageTimeout().minus(Duration.between(began, now)), budget.left(now));
            if (left.isNegative() || left.isZero()) {
                return outcome;
            }
            Duration pause = min(left, atLeastShort(backOff.pauseBefore(retry, away.retryAfter())));
            LOG.warn("{}; asking again in {} ms", away.failure(), pause.toMillis());
            if (!slept(pause)) {
                return interrupted(away.failure());
            }
            counted = clock.instant();
            outcome = request.apply(client);
        }
        return outcome;
    }

    /** Sleeps and counts it; false if the thread was interrupted. */
    private boolean slept(Duration pause) {
        Instant start = clock.instant();
        try {
            sleeper.sleep(pause);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            budget.spent(start, clock.instant());
        }
    }

    private static <T> Outcome<T> interrupted(RegistryFailure failure) {
        return new Unavailable<>(failure, new InterruptedException("while waiting for the registry"), Duration.ZERO);
    }

    /** When what is remembered to be absent is forgotten; the back-off where nothing is remembered. */
    private Duration nextQuestion() {
        Duration remembered = caches.missingIdTtl();
        return remembered.isZero() ? backOff.firstWait() : remembered;
    }

    private synchronized Duration untilGivenUp(Object key, Instant now) {
        Instant first = firstSights.computeIfAbsent(key, unseen -> now);
        if (firstSights.size() > Math.max(1, caches.missingSize())) {
            firstSights.remove(firstSights.keySet().iterator().next());
        }
        Duration left = patience.unknownTimeout().minus(Duration.between(first, now));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private synchronized void forget(Object key) {
        firstSights.remove(key);
    }

    /** A client configured without waits must not make a busy loop here. */
    private static Duration atLeastShort(Duration pause) {
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
