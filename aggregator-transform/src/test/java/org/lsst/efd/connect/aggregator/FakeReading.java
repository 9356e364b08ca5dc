package org.lsst.efd.connect.aggregator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.aggregator.topic.Reading;
import org.lsst.efd.connect.common.source.OwnedPartition;
import org.lsst.efd.connect.common.source.Progress;
import org.lsst.efd.connect.common.source.SourceEvent;
import org.lsst.efd.connect.common.source.StoredPosition;

/** A reader whose cluster is this object: partitions start at their stored position, or else at {@link #policyStart}. */
final class FakeReading implements Reading {
    private final Map<TopicPartition, OwnedPartition> owned = new HashMap<>();
    private final Map<TopicPartition, ArrayDeque<SourceEvent>> events = new LinkedHashMap<>();
    private final Set<TopicPartition> withMoreToRead = new HashSet<>();
    private Set<TopicPartition> held = Set.of();

    /** Where a partition starts without a stored position. */
    long policyStart;

    /** Whether the cluster answers questions. */
    boolean isAnswering = true;

    /** Whether it takes its time to do so: until somebody completes these. */
    boolean isSlow;

    /** The questions that wait for an answer, or have waited. */
    final List<CompletableFuture<Map<TopicPartition, Progress>>> slow = new ArrayList<>();

    /** Partitions that do not start, as where the cluster does not tell where they begin. */
    final Set<TopicPartition> unplaced = new HashSet<>();

    @Override
    public void own(Collection<OwnedPartition> partitions) {
        Map<TopicPartition, OwnedPartition> wanted = new HashMap<>();
        partitions.forEach(each -> wanted.put(each.partition(), each));
        owned.keySet().retainAll(wanted.keySet());
        events.keySet().retainAll(wanted.keySet());
        wanted.forEach((partition, each) -> {
            @Nullable OwnedPartition before = owned.put(partition, each);
            if (before != null && !before.topicId().equals(each.topicId())) {
                tell(new SourceEvent.Recreated(partition));
                tell(new SourceEvent.Started(partition, policyStart, true));
            } else if (before == null && !unplaced.contains(partition)) {
                long start = each.stored().map(StoredPosition::offset).orElse(each.isNew() ? 0 : policyStart);
                tell(new SourceEvent.Started(partition, start, start == 0));
            }
        });
    }

    /** The next thing that a partition tells. */
    void tell(SourceEvent event) {
        events.computeIfAbsent(event.partition(), partition -> new ArrayDeque<>())
                .add(event);
    }

    /** A question is answered so that there is more of this partition than was told. */
    void hasMore(TopicPartition partition) {
        withMoreToRead.add(partition);
    }

    @Override
    public List<SourceEvent> poll(Duration wait) {
        List<SourceEvent> taken = new ArrayList<>();
        events.forEach((partition, queue) -> {
            if (!held.contains(partition) && !queue.isEmpty()) {
                taken.add(queue.removeFirst());
            }
        });
        return taken;
    }

    @Override
    public void hold(Set<TopicPartition> partitions) {
        held = Set.copyOf(partitions);
    }

    /** The partitions that are held back. */
    Set<TopicPartition> held() {
        return held;
    }

    /** The partitions that are read. */
    Set<TopicPartition> owned() {
        return owned.keySet();
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Progress>> progress(Set<TopicPartition> partitions) {
        if (isSlow) {
            slow.add(new CompletableFuture<>());
            return slow.get(slow.size() - 1);
        }
        if (!isAnswering) {
            return CompletableFuture.failedFuture(new KafkaException("no answer"));
        }
        Map<TopicPartition, Progress> answer = new HashMap<>();
        for (TopicPartition partition : partitions) {
            boolean isTaken = events.getOrDefault(partition, new ArrayDeque<>()).isEmpty();
            answer.put(partition, new Progress(5, withMoreToRead.contains(partition) ? 6 : 5, isTaken));
        }
        return CompletableFuture.completedFuture(answer);
    }
}
