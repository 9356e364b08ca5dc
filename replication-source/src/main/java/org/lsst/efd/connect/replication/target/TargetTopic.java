package org.lsst.efd.connect.replication.target;

import java.util.function.IntSupplier;

/**
 * A topic at the target that can be written to.
 *
 * @param name its name there
 * @param partitions how many it has
 * @param limit the largest record that it takes, as far as is known now; asked for every record, by any thread
 */
public record TargetTopic(String name, int partitions, IntSupplier limit) {
    /** The largest record that it takes, with headers and framing; another one when its settings are changed. */
    public int maxRecordBytes() {
        return limit.getAsInt();
    }
}
