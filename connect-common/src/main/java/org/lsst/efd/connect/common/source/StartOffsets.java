package org.lsst.efd.connect.common.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Decides where partitions start, and says what is lost by it. Called on the reader's thread only. */
final class StartOffsets {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final ReaderRules rules;

    /** Where a partition starts, and what there is to tell before its records; no seek if it failed. */
    record Decision(Optional<OffsetAndMetadata> seek, List<SourceEvent> events) {
        private static Decision fail(SourceEvent cause, String reason) {
            return new Decision(Optional.empty(), List.of(cause, new SourceEvent.Failed(cause.partition(), reason)));
        }
    }

    private record Bounds(long start, long end) {}

    StartOffsets(Consumer<byte[], byte[]> consumer, ReaderRules rules) {
        this.consumer = consumer;
        this.rules = rules;
    }

    /** Asks the cluster where these partitions begin and end, and decides. */
    Map<TopicPartition, Decision> decide(Collection<FetchedPartition> partitions) {
        List<TopicPartition> asked =
                partitions.stream().map(FetchedPartition::partition).toList();
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(asked, TIMEOUT);
        Map<TopicPartition, Long> ends = consumer.endOffsets(asked, TIMEOUT);
        Map<TopicPartition, Decision> decisions = new HashMap<>();
        for (FetchedPartition partition : partitions) {
            Long start = starts.get(partition.partition());
            Long end = ends.get(partition.partition());
            if (start != null && end != null) {
                decisions.put(partition.partition(), decide(partition, new Bounds(start, end)));
            }
        }
        return decisions;
    }

    private Decision decide(FetchedPartition fetched, Bounds bounds) {
        TopicPartition partition = fetched.partition();
        if (fetched.isRecreated()) {
            long offset = rules.startsRecreatedByPolicy() ? byPolicy(partition, bounds) : bounds.start();
            return startAt(partition, offset, bounds, new SourceEvent.Recreated(partition));
        }
        Optional<StoredPosition> stored = fetched.owned().stored();
        return stored.isEmpty()
                ? startAt(partition, byPolicy(partition, bounds), bounds)
                : resume(fetched, stored.get(), bounds);
    }

    private Decision resume(FetchedPartition fetched, StoredPosition stored, Bounds bounds) {
        TopicPartition partition = fetched.partition();
        long needed = stored.offset();
        if (needed < bounds.start()) {
            SourceEvent.Lost lost = new SourceEvent.Lost(partition, needed, bounds.start());
            return rules.failsOnLoss()
                    ? Decision.fail(lost, lost.count() + " records were deleted before they could be read")
                    : startAt(partition, bounds.start(), bounds, lost);
        }
        if (needed > bounds.end()) {
            return truncated(partition, needed, bounds.end());
        }
        OffsetAndMetadata seek = new OffsetAndMetadata(needed, stored.leaderEpoch(), "");
        boolean isLogStart = needed == bounds.start();
        return new Decision(
                Optional.of(seek),
                fetched.isAnnounced() ? List.of() : List.of(new SourceEvent.Started(partition, needed, isLogStart)));
    }

    /** The log of a partition ends or diverges before the needed offset. */
    Decision truncated(TopicPartition partition, long needed, long divergedAt) {
        SourceEvent.Truncated truncated = new SourceEvent.Truncated(partition, needed, divergedAt);
        return rules.failsOnTruncation()
                ? Decision.fail(truncated, "the log was truncated to offset " + divergedAt)
                : new Decision(Optional.of(new OffsetAndMetadata(divergedAt)), List.of(truncated));
    }

    private Decision startAt(TopicPartition partition, long offset, Bounds bounds, SourceEvent... before) {
        List<SourceEvent> events = new ArrayList<>(List.of(before));
        events.add(new SourceEvent.Started(partition, offset, offset == bounds.start()));
        return new Decision(Optional.of(new OffsetAndMetadata(offset)), events);
    }

    private long byPolicy(TopicPartition partition, Bounds bounds) {
        if (rules.start() instanceof StartPolicy.Since since) {
            Map<TopicPartition, OffsetAndTimestamp> found =
                    consumer.offsetsForTimes(Map.of(partition, since.instant().toEpochMilli()), TIMEOUT);
            OffsetAndTimestamp first = found.get(partition);
            return first == null ? bounds.end() : first.offset();
        }
        return rules.start() instanceof StartPolicy.Latest ? bounds.end() : bounds.start();
    }
}
