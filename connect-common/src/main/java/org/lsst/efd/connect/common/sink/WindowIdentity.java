package org.lsst.efd.connect.common.sink;

import java.util.List;
import org.apache.kafka.connect.data.Schema;

/**
 * What makes a told window itself, whatever it holds: destinations take time and key from here, not from the record.
 *
 * @param startNs first nanosecond of the window, UTC
 * @param endNs first nanosecond after it
 * @param groupFields names of the value's fields that tell windows of equal time apart, in order; empty without groups
 * @param sourceSchema of the records it was made of; where there were several, the newest
 */
public record WindowIdentity(long startNs, long endNs, List<String> groupFields, Schema sourceSchema) {
    public WindowIdentity {
        groupFields = List.copyOf(groupFields);
    }

    /** The time of the window: its midpoint, in nanoseconds, UTC. */
    public long timeNs() {
        return startNs + (endNs - startNs) / 2;
    }
}
