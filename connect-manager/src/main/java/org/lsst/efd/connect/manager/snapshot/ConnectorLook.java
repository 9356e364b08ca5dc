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
 * @param rate offsets per second since the look before; empty at the first
 */
public record ConnectorLook(ConnectorStatus status, OptionalLong lag, OptionalLong position, OptionalDouble rate) {
    /** The name of the connector. */
    public String name() {
        return status.name();
    }

    ConnectorLook withRate(OptionalDouble newRate) {
        return new ConnectorLook(status, lag, position, newRate);
    }
}
