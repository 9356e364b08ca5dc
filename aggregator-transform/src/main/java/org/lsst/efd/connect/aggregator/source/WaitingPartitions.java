package org.lsst.efd.connect.aggregator.source;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.source.PartitionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a partition cannot be read, and once that it can again. Not thread-safe. */
public final class WaitingPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingPartitions.class);

    private final Map<TopicPartition, String> reasons = new HashMap<>();

    /** Takes note of how the reading of all partitions goes. */
    public void look(Map<TopicPartition, PartitionState> states) {
        reasons.keySet().retainAll(states.keySet());
        states.forEach((partition, state) -> {
            if (state instanceof PartitionState.Waiting waiting) {
                if (!waiting.reason().equals(reasons.put(partition, waiting.reason()))) {
                    LOG.warn("{} waits and is tried again: {}", partition, waiting.reason());
                }
            } else if (reasons.remove(partition) != null) {
                LOG.info("{} is read again", partition);
            }
        });
    }

    /** How many partitions cannot be read for now. */
    public int count() {
        return reasons.size();
    }
}
