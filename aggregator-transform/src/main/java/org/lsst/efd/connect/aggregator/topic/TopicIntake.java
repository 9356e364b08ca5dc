package org.lsst.efd.connect.aggregator.topic;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.source.SourceEvent;

/**
 * What the reader tells of one topic, on its way into the windows.
 *
 * <ol>
 *   <li>Nothing is aggregated before every partition has started: event time is the least over all of them.
 *   <li>What a waiting topic cannot take is kept, and taken later in its order. Until then nothing more of its partition
 *       is wanted.
 *   <li>Of a topic that was created anew nothing counts that was read before the reader says so.
 * </ol>
 *
 * <p>Not thread-safe.
 */
final class TopicIntake {
    private final AggregatedTopic topic;
    private final Map<Integer, Phase> phases = new TreeMap<>();
    /** By partition; none of them is empty. */
    private final Map<Integer, ArrayDeque<SourceEvent>> kept = new TreeMap<>();

    /** How far a partition has come. */
    private enum Phase {
        AWAITS_RECREATION,
        AWAITS_START,
        READING
    }

    TopicIntake(AggregatedTopic topic) {
        this.topic = topic;
    }

    AggregatedTopic topic() {
        return topic;
    }

    /**
     * A partition is to be read.
     *
     * @param isAnew whether the reader still reads a topic of this name that is gone
     */
    void expect(int partition, boolean isAnew) {
        phases.put(partition, isAnew ? Phase.AWAITS_RECREATION : Phase.AWAITS_START);
    }

    boolean knows(int partition) {
        return phases.containsKey(partition);
    }

    /** Whether every partition has started. */
    boolean hasStarted() {
        return phases.values().stream().allMatch(phase -> phase == Phase.READING);
    }

    /** Takes what the reader tells. */
    void take(SourceEvent event, long nowMs, List<SourceRecord> out) {
        int partition = event.partition().partition();
        @Nullable ArrayDeque<SourceEvent> before = kept.get(partition);
        if (before != null) {
            before.addLast(event);
        } else {
            handle(event, nowMs, out).ifPresent(rest -> kept.put(partition, new ArrayDeque<>(List.of(rest))));
        }
    }

    /** Takes what was kept, if the topic can take it by now. */
    void takeKept(long nowMs, List<SourceRecord> out) {
        kept.values().removeIf(events -> {
            Optional<SourceEvent> rest = Optional.empty();
            while (rest.isEmpty() && !events.isEmpty() && isTaking(nowMs)) {
                rest = handle(events.removeFirst(), nowMs, out);
            }
            rest.ifPresent(events::addFirst);
            return events.isEmpty();
        });
    }

    private boolean isTaking(long nowMs) {
        return hasStarted() && !topic.isWaiting(nowMs);
    }

    /** What is left of an event. */
    private Optional<SourceEvent> handle(SourceEvent event, long nowMs, List<SourceRecord> out) {
        int partition = event.partition().partition();
        @Nullable Phase phase = phases.get(partition);
        if (phase == Phase.READING) {
            return handleOfStarted(partition, event, nowMs, out);
        }
        if (event instanceof SourceEvent.Recreated && phase == Phase.AWAITS_RECREATION) {
            phases.put(partition, Phase.AWAITS_START);
        } else if (event instanceof SourceEvent.Started started && phase == Phase.AWAITS_START) {
            topic.windows().open(partition, started.offset(), nowMs);
            phases.put(partition, Phase.READING);
        }
        return Optional.empty();
    }

    private Optional<SourceEvent> handleOfStarted(
            int partition, SourceEvent event, long nowMs, List<SourceRecord> out) {
        if (event instanceof SourceEvent.Records records) {
            return accept(records, nowMs, out);
        }
        if (event instanceof SourceEvent.Started started) {
            topic.windows().passTo(partition, started.offset());
        } else if (event instanceof SourceEvent.Truncated truncated) {
            topic.windows().passTo(partition, truncated.divergedAt());
        } else if (event instanceof SourceEvent.Skipped skipped) {
            topic.counts().countUnreadable(skipped.toOffset() - skipped.fromOffset());
            topic.windows().passTo(partition, skipped.toOffset());
        } else if (event instanceof SourceEvent.Lost lost) {
            topic.counts().countLost(lost.count());
        }
        return Optional.empty();
    }

    private Optional<SourceEvent> accept(SourceEvent.Records event, long nowMs, List<SourceRecord> out) {
        List<ConsumerRecord<byte[], byte[]>> records = event.records();
        int done = 0;
        while (done < records.size() && isTaking(nowMs) && topic.accept(records.get(done), nowMs, out)) {
            done++;
        }
        return done == records.size()
                ? Optional.empty()
                : Optional.of(new SourceEvent.Records(event.partition(), records.subList(done, records.size())));
    }

    /** Partitions of which nothing more is wanted for now. */
    Set<Integer> unwanted(long nowMs) {
        Set<Integer> unwanted = new HashSet<>(kept.keySet());
        boolean isTaking = isTaking(nowMs);
        phases.forEach((partition, phase) -> {
            if (phase == Phase.READING && (!isTaking || topic.windows().isAhead(partition, nowMs))) {
                unwanted.add(partition);
            }
        });
        return unwanted;
    }

    /** Partitions of which the reader should be asked whether they have more. */
    Set<Integer> silentPartitions(long nowMs) {
        if (topic.windows().openWindows() == 0) {
            return Set.of();
        }
        Set<Integer> silent = new HashSet<>(topic.windows().silentPartitions(nowMs));
        silent.removeAll(kept.keySet());
        return silent;
    }

    /** The reader's cluster has said whether there is more of a partition. */
    void see(int partition, boolean isAtEnd, long askedMs) {
        if (phases.get(partition) == Phase.READING) {
            topic.windows().see(partition, isAtEnd && !kept.containsKey(partition), askedMs);
        }
    }
}
