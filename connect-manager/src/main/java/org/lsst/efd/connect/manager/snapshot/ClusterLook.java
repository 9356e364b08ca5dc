package org.lsst.efd.connect.manager.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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

    /** The same look with the rates since an earlier one. A position that went back has no rate. */
    public ClusterLook since(ClusterLook earlier) {
        double seconds = Duration.between(earlier.time, time).toNanos() / 1e9;
        return new ClusterLook(
                time,
                workers,
                connectors.stream()
                        .map(look -> look.withRate(earlier.connector(look.name())
                                .map(before -> rate(before, look, seconds))
                                .orElse(OptionalDouble.empty())))
                        .toList());
    }

    private static OptionalDouble rate(ConnectorLook before, ConnectorLook now, double seconds) {
        if (before.position().isEmpty() || now.position().isEmpty() || seconds <= 0) {
            return OptionalDouble.empty();
        }
        long moved = now.position().getAsLong() - before.position().getAsLong();
        return moved < 0 ? OptionalDouble.empty() : OptionalDouble.of(moved / seconds);
    }

    private Optional<ConnectorLook> connector(String name) {
        return connectors.stream().filter(look -> look.name().equals(name)).findFirst();
    }

    /** Whether a connector or a task is FAILED or UNASSIGNED. */
    public boolean isUnhealthy() {
        return connectors.stream().anyMatch(look -> look.status().isUnhealthy());
    }
}
