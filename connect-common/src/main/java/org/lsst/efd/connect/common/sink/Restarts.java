package org.lsst.efd.connect.common.sink;

import org.apache.kafka.common.TopicPartition;

/** How a destination has a partition read again. */
@FunctionalInterface
public interface Restarts {
    /**
     * Closes and opens one partition: gate, stage and destination forget it, and Connect reads on from the needed
     * offset. It happens at the end of the running {@code put}, or of the next that succeeds; records that come until
     * then are forgotten too, and the destination must make none of them durable. Does nothing for a partition that is not open. Task thread only.
     */
    void restart(TopicPartition partition, Position position);
}
