package org.lsst.efd.connect.common.source;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins what reads a cluster. Kafka's clients cannot be made while no name of a broker is known: the name service may be
 * away, so that this is tried again and is no failure of the task. Not thread-safe.
 *
 * @param <T> what is begun
 */
public final class SourceStart<T> {
    private static final Logger LOG = LoggerFactory.getLogger(SourceStart.class);
    /** How Kafka's clients begin to say so (ClientUtils of Kafka 2.4 to 4.3). */
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    private static final long MIN_RETRY_MS = 5_000;
    private static final long MAX_RETRY_MS = 60_000;

    private final LongSupplier clockMs;
    private final Supplier<T> beginning;
    private @Nullable T begun;
    private final String servers;
    private long dueMs = Long.MIN_VALUE;
    private long retryMs = MIN_RETRY_MS;

    /**
     * Nothing is begun yet.
     *
     * @param clockMs the wall clock
     * @param servers whose names have to be known, for people
     * @param beginning leaves nothing open where it fails
     */
    public SourceStart(LongSupplier clockMs, String servers, Supplier<T> beginning) {
        this.clockMs = clockMs;
        this.servers = servers;
        this.beginning = beginning;
    }

    /**
     * What was begun, now or before; empty while names are not known.
     *
     * @throws RuntimeException if it fails for another reason
     */
    public Optional<T> running() {
        T known = begun;
        if (known == null && clockMs.getAsLong() >= dueMs) {
            known = begin();
            begun = known;
        }
        return Optional.ofNullable(known);
    }

    private @Nullable T begin() {
        try {
            return beginning.get();
        } catch (RuntimeException failed) {
            if (!isUnresolved(failed)) {
                throw failed;
            }
            LOG.warn("The name service knows no broker of one of these, and is asked again: {}", servers);
            dueMs = clockMs.getAsLong() + retryMs;
            retryMs = Math.min(MAX_RETRY_MS, 2 * retryMs);
            return null;
        }
    }

    private static boolean isUnresolved(RuntimeException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException
                    && String.valueOf(cause.getMessage()).startsWith(UNRESOLVED)) {
                return true;
            }
        }
        return false;
    }
}
