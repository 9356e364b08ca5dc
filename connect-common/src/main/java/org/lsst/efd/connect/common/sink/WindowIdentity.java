package org.lsst.efd.connect.common.sink;

import java.util.List;

/**
 * What makes a told window itself, whatever it holds: destinations take time and key from here, not from the record.
 *
 * @param startNs first nanosecond of the window, UTC
 * @param endNs first nanosecond after it
 * @param groupFields names of the value's fields that tell windows of equal time apart, in order; empty without groups
 */
public record WindowIdentity(long startNs, long endNs, List<String> groupFields) {
    public WindowIdentity {
        groupFields = List.copyOf(groupFields);
    }

    /** The time of the window: its midpoint, in nanoseconds, UTC. */
    public long timeNs() {
        return startNs + (endNs - startNs) / 2;
    }
}
