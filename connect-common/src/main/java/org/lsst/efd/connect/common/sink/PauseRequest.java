package org.lsst.efd.connect.common.sink;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions a destination wants no records from. Records already polled come nevertheless, and are taken.
 *
 * @param all every open partition
 * @param some these, where not all are
 */
public record PauseRequest(boolean all, Set<TopicPartition> some) {
    /** All may flow. */
    public static final PauseRequest NONE = new PauseRequest(false, Set.of());

    /** None may flow. */
    public static final PauseRequest ALL = new PauseRequest(true, Set.of());

    public PauseRequest {
        some = Set.copyOf(some);
    }

    /** Whether this partition is to be paused. */
    public boolean covers(TopicPartition partition) {
        return all || some.contains(partition);
    }

    /** Whether anything is to be paused. */
    public boolean isAny() {
        return all || !some.isEmpty();
    }
}
