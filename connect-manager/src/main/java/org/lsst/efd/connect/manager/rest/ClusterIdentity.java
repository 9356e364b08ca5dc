package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;

/** The Kafka cluster that every worker of a list must belong to. Not thread-safe: its owner guards it. */
final class ClusterIdentity {
    private static final JsonMapper JSON = new JsonMapper();

    private final WorkerTransport transport;
    private final Set<URI> checked = new HashSet<>();
    private String clusterId = "";
    private String firstWorker = "";

    ClusterIdentity(WorkerTransport transport) {
        this.transport = transport;
    }

    /**
     * Asks all workers at once, so that one that does not answer costs its time only once.
     *
     * @return the workers that do not answer, with the reason, in order
     * @throws CommandFailure where two belong to different clusters
     */
    Map<URI, IOException> checkAll(List<URI> workers) throws InterruptedException {
        Map<URI, FutureTask<WorkerAnswer>> asked = new LinkedHashMap<>();
        for (URI worker : workers) {
            FutureTask<WorkerAnswer> task = new FutureTask<>(() -> transport.send(worker, WorkerRequest.get("/")));
            Thread thread = new Thread(task, "identity of " + worker);
            thread.setDaemon(true);
            thread.start();
            asked.put(worker, task);
        }
        Map<URI, IOException> silent = new LinkedHashMap<>();
        for (Map.Entry<URI, FutureTask<WorkerAnswer>> question : asked.entrySet()) {
            answerOrFailure(question.getKey(), question.getValue())
                    .ifPresent(failure -> silent.put(question.getKey(), failure));
        }
        return silent;
    }

    private Optional<IOException> answerOrFailure(URI worker, FutureTask<WorkerAnswer> task)
            throws InterruptedException {
        try {
            compare(worker, task.get());
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause()));
        }
    }

    /**
     * Asks the worker which cluster it belongs to, once.
     *
     * @throws CommandFailure where it is not the cluster of the workers before it
     * @throws IOException where it does not answer
     */
    void check(URI worker) throws IOException, InterruptedException {
        if (checked.contains(worker)) {
            return;
        }
        compare(worker, transport.send(worker, WorkerRequest.get("/")));
    }

    private void compare(URI worker, WorkerAnswer answer) {
        if (!answer.isSuccess()) {
            return; // the request itself will tell what is wrong
        }
        String id = idIn(answer.body());
        if (clusterId.isEmpty()) {
            clusterId = id;
            firstWorker = worker.toString();
        } else if (!id.equals(clusterId)) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The workers belong to different Kafka clusters: " + firstWorker + " to " + clusterId + ", "
                            + worker + " to " + id + ". One list of URLs names the workers of one cluster");
        }
        checked.add(worker);
    }

    private static String idIn(String body) {
        try {
            return JSON.readTree(body).path("kafka_cluster_id").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
