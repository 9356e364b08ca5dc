package org.lsst.efd.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.lsst.efd.registry.Outcome.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to the first registry that answers.
 *
 * <p>One attempt asks the registries in turn, beginning with the one that answered last; attempts follow each other with
 * back-off. A request that must not be sent twice goes to another registry only when no connection was made. Thread-safe.
 */
final class RestTransport {
    private static final Logger LOG = LoggerFactory.getLogger(RestTransport.class);

    private final RestConnection connection;
    private final List<URI> urls;
    private final AtomicInteger preferred;
    private final Sleeper sleeper;

    RestTransport(RegistryOptions options, Clock clock, Sleeper sleeper) {
        this.connection = new RestConnection(options, clock);
        this.urls = options.urls();
        this.preferred = new AtomicInteger(
                options.randomizesUrls() ? ThreadLocalRandom.current().nextInt(urls.size()) : 0);
        this.sleeper = sleeper;
    }

    <T> Outcome<T> send(RestRequest request, RetryOptions retries, Json.Reader<T> reader) {
        Outcome<T> outcome = attempt(request, reader);
        for (int retry = 0; retry < retries.maxRetries() && request.isRepeatable(); retry++) {
            if (!(outcome instanceof Unavailable<T> away) || away.isInterrupted()) {
                break;
            }
            Duration pause = retries.pauseBefore(retry, away.retryAfter());
            LOG.debug("{}; trying again in {} ms", away.failure(), pause.toMillis());
            try {
                sleeper.sleep(pause);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return new Unavailable<>(away.failure(), stop, Duration.ZERO);
            }
            outcome = attempt(request, reader);
        }
        return outcome;
    }

    private <T> Outcome<T> attempt(RestRequest request, Json.Reader<T> reader) {
        int first = preferred.get();
        Outcome<T> outcome = connection.exchange(urls.get(first), request, reader);
        for (int turn = 1; turn < urls.size() && mayAskAnother(request, outcome); turn++) {
            int next = (first + turn) % urls.size();
            Outcome<T> other = connection.exchange(urls.get(next), request, reader);
            if (!(other instanceof Unavailable<T>)) {
                preferred.compareAndSet(first, next);
            }
            outcome = other;
        }
        return outcome;
    }

    private static boolean mayAskAnother(RestRequest request, Outcome<?> outcome) {
        return outcome instanceof Unavailable<?> away
                && !away.isInterrupted()
                && (request.isRepeatable() || neverSent(away.cause()));
    }

    private static boolean neverSent(Exception cause) {
        return cause instanceof ConnectException || cause instanceof java.net.http.HttpConnectTimeoutException;
    }

    /** What a failed connection says of itself, for people. */
    static String words(IOException failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
