package org.lsst.efd.connect.manager.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lsst.efd.connect.manager.rest.WorkerInfo;

/**
 * A cluster at one moment.
 *
 * @param time of the look
 * @param workers the worker URLs as they answered
 * @param connectors sorted by name
 */
public record ClusterLook(Instant time, List<WorkerInfo> workers, List<ConnectorLook> connectors) {
    public ClusterLook {
        workers = List.copyOf(workers);
        connectors = List.copyOf(connectors);
    }

    /** The same look with rates and changes since an earlier one. */
    public ClusterLook since(ClusterLook earlier) {
        double seconds = Duration.between(earlier.time, time).toNanos() / 1e9;
        Map<String, ConnectorLook> before =
                earlier.connectors.stream().collect(Collectors.toMap(ConnectorLook::name, Function.identity()));
        return new ClusterLook(
                time,
                workers,
                connectors.stream()
                        .map(look -> look.since(before.getOrDefault(look.name(), look), seconds))
                        .toList());
    }

    /** The workers with what runs on each. */
    public List<NodeLook> nodes() {
        return Nodes.in(this);
    }

    /** Whether a connector or a task is FAILED or UNASSIGNED. */
    public boolean isUnhealthy() {
        return connectors.stream().anyMatch(look -> look.status().isUnhealthy());
    }
}
