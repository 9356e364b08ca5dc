package org.lsst.efd.registry;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * A registry asked with patience: it waits for a registry that is away and for a schema that comes after its data, but
 * never longer than a budget allows, because whoever polls for records is thrown out of its group if it waits too long.
 *
 * <ol>
 *   <li>A registry that is away is asked again, with back-off, for {@code outageTimeout}; then the outcome is {@link
 *       Outcome.Unavailable}.
 *   <li>What is absent is asked for again, once per negative-cache time of the client, until {@code unknownTimeout} has
 *       passed since it was first asked for; then the outcome is {@link Outcome.Absent}, and so it is for later questions.
 *   <li>All waits of one instance together take at most {@code budget} in any {@code budgetPeriod}. When that is spent,
 *       nothing is waited for: one request each, and its outcome as it is.
 * </ol>
 *
 * <p>One instance belongs to one converter, whose waits it counts. Thread-safe.
 */
public final class PatientRegistry {
    private final RegistryClient client;

    /** Waits by the given clock and sleeper. */
    public PatientRegistry(RegistryClient client, Patience patience, Clock clock, Sleeper sleeper) {
        this.client = client.withoutRetries();
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
        return request.apply(client);
    }

    /**
     * Asks for something whose absence is an answer: waits for the registry alone.
     *
     * @param request asks the client that it is given, once
     */
    public <T> Outcome<T> awaitAnswer(Function<RegistryClient, Outcome<T>> request) {
        return request.apply(client);
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
    }
}
