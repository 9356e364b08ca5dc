package org.lsst.efd.connect.common.sink;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Pauses and resumes partitions, and knows which are paused. Not thread-safe. */
final class Flow {
    private static final TopicPartition[] EMPTY = {};

    private final SinkTaskContext context;
    private final Set<TopicPartition> paused = new HashSet<>();

    Flow(SinkTaskContext context) {
        this.context = context;
    }

    /** Says of each partition whether it is paused: Connect keeps its own set across rebalances. */
    void opened(Collection<TopicPartition> partitions, PauseRequest request) {
        paused.removeAll(partitions);
        pause(select(partitions, request::covers));
        resume(select(partitions, partition -> !request.covers(partition)));
    }

    void closed(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }

    void apply(PauseRequest request, Collection<TopicPartition> open) {
        if (paused.isEmpty() && request.equals(PauseRequest.NONE)) {
            return;
        }
        pause(select(open, partition -> request.covers(partition) && !paused.contains(partition)));
        resume(select(open, partition -> !request.covers(partition) && paused.contains(partition)));
    }

    boolean isAnyPaused() {
        return !paused.isEmpty();
    }

    private void pause(TopicPartition[] partitions) {
        if (partitions.length > 0) {
            context.pause(partitions);
            paused.addAll(Set.of(partitions));
        }
    }

    private void resume(TopicPartition[] partitions) {
        if (partitions.length > 0) {
            context.resume(partitions);
            paused.removeAll(Set.of(partitions));
        }
    }

    private static TopicPartition[] select(Collection<TopicPartition> from, Predicate<TopicPartition> which) {
        return from.stream().filter(which).toList().toArray(EMPTY);
    }
}
