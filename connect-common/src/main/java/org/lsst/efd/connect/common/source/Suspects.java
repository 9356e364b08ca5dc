package org.lsst.efd.connect.common.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the partition for which a poll fails when the error does not name it, by reading halves of those suspected. Not
 * thread-safe.
 */
final class Suspects {
    /** Long enough for a fetch to come back: a group that was read for so long without an error is innocent. */
    private static final long PROBATION_MS = 1_000;

    private final ArrayDeque<Set<TopicPartition>> groups = new ArrayDeque<>();
    private long groupSinceMs;

    /** Whether a partition at fault is being looked for. */
    boolean areSought() {
        return !groups.isEmpty();
    }

    /** Which of the assigned partitions may be read in this round. */
    Set<TopicPartition> readable(Set<TopicPartition> assigned, long nowMs) {
        while (!groups.isEmpty()) {
            Set<TopicPartition> group = groups.getFirst();
            group.retainAll(assigned);
            if (!group.isEmpty() && nowMs - groupSinceMs < PROBATION_MS) {
                return group;
            }
            groups.removeFirst();
            groupSinceMs = nowMs;
        }
        return assigned;
    }

    /** Reading these partitions failed; the culprit, once it is alone. */
    Optional<TopicPartition> accuse(Set<TopicPartition> read, long nowMs) {
        if (!groups.isEmpty()) {
            groups.removeFirst();
        }
        groupSinceMs = nowMs;
        if (read.size() == 1) {
            return Optional.of(read.iterator().next());
        }
        List<TopicPartition> all = new ArrayList<>(read);
        int half = all.size() / 2;
        if (half > 0) {
            groups.addFirst(new HashSet<>(all.subList(half, all.size())));
            groups.addFirst(new HashSet<>(all.subList(0, half)));
        }
        return Optional.empty();
    }
}
