package org.lsst.efd.connect.aggregator.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.source.PartitionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that partitions cannot be read, and once that they can again. Not thread-safe. */
public final class WaitingPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingPartitions.class);

    private static final int NAMED = 5;

    private final Map<TopicPartition, String> reasons = new HashMap<>();

    /** Takes note of how the reading of all partitions goes. */
    public void look(Map<TopicPartition, PartitionState> states) {
        reasons.keySet().retainAll(states.keySet());
        Map<String, List<TopicPartition>> waiting = new TreeMap<>();
        List<TopicPartition> read = new ArrayList<>();
        states.forEach((partition, state) -> {
            if (state instanceof PartitionState.Waiting now) {
                if (!now.reason().equals(reasons.put(partition, now.reason()))) {
                    waiting.computeIfAbsent(now.reason(), none -> new ArrayList<>())
                            .add(partition);
                }
            } else if (reasons.remove(partition) != null) {
                read.add(partition);
            }
        });
        waiting.forEach((reason, which) -> LOG.warn("Waiting, and tried again ({}): {}", reason, some(which)));
        if (!read.isEmpty()) {
            LOG.info("Read again: {}", some(read));
        }
    }

    /** A broker that is away takes many with it. */
    private static String some(List<TopicPartition> partitions) {
        String named = String.join(
                ", ",
                partitions.stream().limit(NAMED).map(TopicPartition::toString).toList());
        return partitions.size() > NAMED ? named + " and " + (partitions.size() - NAMED) + " more" : named;
    }

    /** How many partitions cannot be read for now. */
    public int count() {
        return reasons.size();
    }
}
