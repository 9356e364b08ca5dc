package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;

/**
 * The workers of one cluster behind one list of URLs.
 *
 * <ol>
 *   <li>Workers are tried in order; the one that answered stays preferred. A refused or timed out connection, 502, 503
 *       and 504 lead to the next one.
 *   <li>409 (a rebalance is in progress) is tried again with a growing pause until the rebalance timeout.
 *   <li>429 and 5xx are tried again three times; for as long as the rebalance timeout where another worker is known to
 *       be down or the answer says so, because the living one forwards to the dead leader until the group notices.
 *   <li>A request that must not be repeated blindly ends with {@link UnknownOutcome} where no answer came.
 *   <li>All workers report the same Kafka cluster; each is asked once, where there are several,
 *       all at once before the first request; one that is down then, before it is first used.
 * </ol>
 *
 * <p>Thread-safe: one request at a time.
 */
final class Workers {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int TRIES_WHEN_BROKEN = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final List<URI> urls;
    private final WorkerTransport transport;
    private final Duration rebalanceTimeout;
    private final Pause pause;
    private final ClusterIdentity identity;
    private int preferred;
    private boolean oneIsDown;
    private boolean haveMet;

    Workers(List<URI> urls, WorkerTransport transport, Duration rebalanceTimeout, Pause pause) {
        this.urls = List.copyOf(urls);
        this.transport = transport;
        this.rebalanceTimeout = rebalanceTimeout;
        this.pause = pause;
        this.identity = new ClusterIdentity(transport);
    }

    List<URI> urls() {
        return urls;
    }

    /** What one given worker answers, without failover or retries; empty where it does not answer. */
    Optional<JsonNode> askOnly(URI worker, String path) throws InterruptedException {
        try {
            WorkerAnswer answer = transport.send(worker, WorkerRequest.get(path));
            return Optional.of(
                    answer.isSuccess() || answer.status() == 503 || answer.status() == 500
                            ? parsed(answer.body())
                            : MissingNode.getInstance());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Sends the request and returns the JSON of the answer, missing where it has none. */
    synchronized JsonNode call(WorkerRequest request) {
        if (!haveMet && urls.size() > 1) {
            meetAll(request);
        }
        haveMet = true;
        long start = pause.nanoTime();
        Duration wait = FIRST_PAUSE;
        for (int failures = 0; ; failures++) {
            WorkerAnswer answer = answerOfAny(request, start);
            if (answer.isSuccess()) {
                return parsed(answer.body());
            }
            boolean timeLeft = pause.nanoTime() - start < rebalanceTimeout.toNanos();
            if (!mayTryAgain(request, answer, failures, timeLeft)) {
                throw new WorkerRefusal(answer.status(), request.toString(), serverMessage(answer));
            }
            rest(wait);
            wait = longer(wait);
        }
    }

    /**
     * Sends a request that must not be repeated blindly, until it is known to have taken effect: after a conflict or a
     * missing answer it looks first.
     *
     * @param tookEffect looks; may throw where it finds something else there
     * @return whether a worker has confirmed it; false where it was only found there
     */
    boolean untilSettled(WorkerRequest request, BooleanSupplier tookEffect) {
        long start = pause.nanoTime();
        Duration wait = FIRST_PAUSE;
        while (true) {
            RuntimeException last;
            try {
                call(request);
                return true;
            } catch (UnknownOutcome unanswered) {
                last = unanswered;
            } catch (WorkerRefusal refusal) {
                if (refusal.status() != 409 && refusal.status() < 500) {
                    throw refusal;
                }
                last = refusal;
            }
            if (tookEffect.getAsBoolean()) {
                return false;
            }
            if (pause.nanoTime() - start >= rebalanceTimeout.toNanos() || isLastingError(last)) {
                throw last;
            }
            rest(wait);
            wait = longer(wait);
        }
    }

    /** Whether this is a 5xx that {@link #call} has repeated already. */
    private static boolean isLastingError(RuntimeException failure) {
        return failure instanceof WorkerRefusal refusal && refusal.status() >= 500;
    }

    private void meetAll(WorkerRequest request) {
        try {
            Map<URI, IOException> silent = identity.checkAll(urls);
            oneIsDown = !silent.isEmpty();
            if (silent.size() == urls.size() && silent.values().stream().allMatch(Workers::isUnseen)) {
                throw unreachable(
                        request,
                        silent.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + reason(entry.getValue()))
                                .toList(),
                        silent.values().iterator().next());
            }
            while (silent.containsKey(urls.get(preferred)) && silent.size() < urls.size()) {
                preferred = (preferred + 1) % urls.size();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether the worker cannot have seen the request. */
    private static boolean isUnseen(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof SSLException;
    }

    private static CommandFailure unreachable(WorkerRequest request, List<String> reasons, Exception cause) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "No worker answers " + request + ": " + String.join("; ", reasons)
                        + ". Check --connect and that a worker runs there",
                cause);
    }

    private boolean mayTryAgain(WorkerRequest request, WorkerAnswer answer, int failures, boolean timeLeft) {
        if (answer.status() == 409) {
            return timeLeft && request.repetition() == WorkerRequest.Repetition.ALLOWED;
        }
        boolean isGroupBroken = oneIsDown || answer.isLeaderAway();
        return answer.isOverloadedOrBroken() && (failures < TRIES_WHEN_BROKEN || (isGroupBroken && timeLeft));
    }

    /** The answer of the first worker in service; where none answers in time, again until the rebalance timeout. */
    private WorkerAnswer answerOfAny(WorkerRequest request, long start) {
        Duration wait = FIRST_PAUSE;
        while (true) {
            Round round = new Round(request);
            Optional<WorkerAnswer> answer = round.run();
            if (answer.isPresent()) {
                return answer.get();
            }
            boolean timeLeft = pause.nanoTime() - start < rebalanceTimeout.toNanos();
            if (!round.someoneWasSilent || !timeLeft) {
                throw unreachable(request, round.reasons, round.lastFailure);
            }
            rest(wait);
            wait = longer(wait);
        }
    }

    /** One try of each worker, beginning with the preferred one. */
    private final class Round {
        private final WorkerRequest request;
        private final List<String> reasons = new ArrayList<>();
        private boolean someoneWasSilent;
        private Exception lastFailure = new IOException("not tried");

        private Round(WorkerRequest request) {
            this.request = request;
        }

        private Optional<WorkerAnswer> run() {
            WorkerAnswer outOfService = null;
            int first = preferred;
            for (int i = 0; i < urls.size(); i++) {
                int index = (first + i) % urls.size();
                Optional<WorkerAnswer> answer = answerOf(index);
                if (answer.isPresent() && !answer.get().isOutOfService()) {
                    preferred = index;
                    return answer;
                }
                oneIsDown = true;
                outOfService = answer.orElse(outOfService);
            }
            return Optional.ofNullable(outOfService);
        }

        private Optional<WorkerAnswer> answerOf(int index) {
            URI worker = urls.get(index);
            try {
                if (urls.size() > 1) {
                    identity.check(worker);
                }
                return Optional.of(transport.send(worker, request));
            } catch (UnresolvedAddressException e) {
                return failed(worker, e);
            } catch (IOException e) {
                if (isUnseen(e)) {
                    return failed(worker, e);
                }
                if (request.repetition() == WorkerRequest.Repetition.AFTER_LOOKING) {
                    throw new UnknownOutcome(request.toString(), e);
                }
                someoneWasSilent = true;
                return failed(worker, e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private Optional<WorkerAnswer> failed(URI worker, Exception failure) {
            lastFailure = failure;
            reasons.add(worker + " " + reason(failure));
            return Optional.empty();
        }
    }

    private static String reason(Exception failure) {
        if (failure instanceof HttpConnectTimeoutException) {
            return "connection timed out";
        }
        if (failure instanceof ConnectException) {
            return "refuses the connection";
        }
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "host name is unknown";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private void rest(Duration wait) {
        try {
            pause.of(wait);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Duration longer(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    static CommandFailure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandFailure(ExitCode.FAILED, "Interrupted", e);
    }

    private static JsonNode parsed(String body) {
        if (body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, "The answer is not JSON: there is no Connect worker behind this URL", e);
        }
    }

    /** The worker's own words: its JSON message, or the title of its web server's error page. */
    private static String serverMessage(WorkerAnswer answer) {
        String body = answer.body().strip();
        if (body.startsWith("{")) {
            try {
                String message = JSON.readTree(body).path("message").asText("");
                if (!message.isEmpty()) {
                    return message;
                }
            } catch (JsonProcessingException e) {
                return body;
            }
        }
        int title = body.indexOf("<title>");
        int end = body.indexOf("</title>");
        if (title >= 0 && end > title) {
            return body.substring(title + "<title>".length(), end);
        }
        return body.isEmpty() ? "HTTP " + answer.status() : body;
    }
}
