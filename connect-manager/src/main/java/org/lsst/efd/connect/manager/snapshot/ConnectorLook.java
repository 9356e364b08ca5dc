package org.lsst.efd.connect.manager.snapshot;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;

/**
 * One connector at one moment.
 *
 * @param status its state and that of its tasks
 * @param lag how many records a sink has still to read; empty for sources, and where Kafka was not asked
 * @param position the sum of its offsets, to compute rates from; empty where it has none
 * @param rate offsets per second since an earlier look; empty at the first
 * @param lagChange by how much the lag has changed per second since an earlier look; empty at the first
 */
public record ConnectorLook(
        ConnectorStatus status,
        OptionalLong lag,
        OptionalLong position,
        OptionalDouble rate,
        OptionalDouble lagChange) {
    /** A connector without an earlier look. */
    static ConnectorLook first(ConnectorStatus status, OptionalLong lag, OptionalLong position) {
        return new ConnectorLook(status, lag, position, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** The name of the connector. */
    public String name() {
        return status.name();
    }

    /** The same with what has changed since an earlier look. A position that went back has no rate. */
    ConnectorLook since(ConnectorLook earlier, double seconds) {
        OptionalDouble moved = change(earlier.position, position, seconds);
        boolean wentBack = moved.isPresent() && moved.getAsDouble() < 0;
        return new ConnectorLook(
                status, lag, position, wentBack ? OptionalDouble.empty() : moved, change(earlier.lag, lag, seconds));
    }

    private static OptionalDouble change(OptionalLong before, OptionalLong now, double seconds) {
        return before.isEmpty() || now.isEmpty() || seconds <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((now.getAsLong() - before.getAsLong()) / seconds);
    }
}
