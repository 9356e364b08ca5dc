package org.lsst.efd.quickstart.stack;

import java.util.List;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.StackException;

/** Workers that share the connectors of one Connect cluster. Thread-safe. */
public final class ConnectCluster {
    private final List<ConnectWorker> workers;
    private final ConnectRest rest;

    ConnectCluster(List<ConnectWorker> workers) {
        this.workers = List.copyOf(workers);
        this.rest = new ConnectRest(this::urlsAwake);
    }

    /** All workers, also those that are dead. */
    public List<ConnectWorker> workers() {
        return workers;
    }

    /** One worker, counted from 0. */
    public ConnectWorker worker(int number) {
        return workers.get(number);
    }

    /** The worker with this id, as the state of a task names it. */
    public ConnectWorker worker(String id) {
        return workers.stream()
                .filter(worker -> worker.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new StackException("no worker " + id));
    }

    /** The REST interface, through whichever worker answers. */
    public ConnectRest rest() {
        return rest;
    }

    /** Whether a worker is alive and not held still. */
    boolean isAwake() {
        return !urlsAwake().isEmpty();
    }

    private List<String> urlsAwake() {
        return workers.stream()
                .filter(worker ->
                        worker.process().isAlive() && !worker.process().isPaused())
                .map(ConnectWorker::url)
                .toList();
    }
}
