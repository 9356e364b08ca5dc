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
    private final Consumer<byte[], byte[]> consumer;
    private final ReaderRules rules;

    /** Where a partition starts, and what there is to tell before its records; no seek if it failed. */
    record Decision(Optional<OffsetAndMetadata> seek, List<SourceEvent> events) {
        /** It stays where it is: told that something is lost, whoever copies it would store a position behind that. */
        private static Decision fail(TopicPartition partition, SourceEvent.Failed.Kind kind, String reason) {
            return new Decision(Optional.empty(), List.of(new SourceEvent.Failed(partition, kind, reason)));
        }
    }

    /** Of a log: its first offset, the next to be written, and the first since the time of the policy. */
    private record Bounds(long start, long end, long since) {}

    StartOffsets(Consumer<byte[], byte[]> consumer, ReaderRules rules) {
        this.consumer = consumer;
        this.rules = rules;
    }

    /** Asks the cluster where these partitions begin and end, and decides. */
    Map<TopicPartition, Decision> decide(Collection<FetchedPartition> partitions, Duration timeout) {
        List<TopicPartition> asked =
                partitions.stream().map(FetchedPartition::partition).toList();
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(asked, timeout);
        Map<TopicPartition, Long> ends = consumer.endOffsets(asked, timeout);
        Map<TopicPartition, Long> since = since(partitions, timeout);
        Map<TopicPartition, Decision> decisions = new HashMap<>();
        for (FetchedPartition partition : partitions) {
            Long start = starts.get(partition.partition());
            Long end = ends.get(partition.partition());
            if (start != null && end != null) {
                long sinceOffset = since.getOrDefault(partition.partition(), end);
                decisions.put(partition.partition(), decide(partition, new Bounds(start, end, sinceOffset)));
            }
        }
        return decisions;
    }

    /** The first offsets not before the time of the policy, of the partitions that start by it; asked for together. */
    private Map<TopicPartition, Long> since(Collection<FetchedPartition> partitions, Duration timeout) {
        if (!(rules.start() instanceof StartPolicy.Since policy)) {
            return Map.of();
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        for (FetchedPartition partition : partitions) {
            if (partition.isRecreated() || partition.owned().stored().isEmpty()) {
                times.put(partition.partition(), policy.instant().toEpochMilli());
            }
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (!times.isEmpty()) {
            consumer.offsetsForTimes(times, timeout).forEach((partition, found) -> {
                // the map holds null for partitions without such a record
                Optional.ofNullable(found).map(OffsetAndTimestamp::offset).ifPresent(at -> offsets.put(partition, at));
            });
        }
        return offsets;
    }

    private Decision decide(FetchedPartition fetched, Bounds bounds) {
        TopicPartition partition = fetched.partition();
        if (fetched.isRecreated()) {
            long offset = rules.startsRecreatedByPolicy() ? byPolicy(bounds) : bounds.start();
            return startAt(partition, offset, new SourceEvent.Recreated(partition));
        }
        Optional<StoredPosition> stored = fetched.owned().stored();
        return stored.isEmpty()
                ? startAt(partition, firstSight(fetched, bounds))
                : resume(fetched, stored.get(), bounds);
    }

    private Decision resume(FetchedPartition fetched, StoredPosition stored, Bounds bounds) {
        TopicPartition partition = fetched.partition();
        long needed = stored.offset();
        if (needed < bounds.start()) {
            SourceEvent.Lost lost = new SourceEvent.Lost(partition, needed, bounds.start());
            return rules.failsOnLoss()
                    ? Decision.fail(
                            partition,
                            SourceEvent.Failed.Kind.GAP,
                            lost.count() + " records, offsets " + needed + " to " + (lost.toOffset() - 1)
                                    + ", were deleted before they could be read")
                    : startAt(partition, bounds.start(), lost);
        }
        if (needed > bounds.end() && stored.leaderEpoch().isEmpty()) {
            return truncated(partition, needed, bounds.end());
        }
        // with an epoch the consumer finds out by itself where the log diverged, which may be before its end
        OffsetAndMetadata seek = new OffsetAndMetadata(needed, stored.leaderEpoch(), "");
        return new Decision(
                Optional.of(seek),
                fetched.isAnnounced() ? List.of() : List.of(new SourceEvent.Started(partition, needed, true)));
    }

    /** The log of a partition ends or diverges before the needed offset. */
    Decision truncated(TopicPartition partition, long needed, long divergedAt) {
        SourceEvent.Truncated truncated = new SourceEvent.Truncated(partition, needed, divergedAt);
        return rules.failsOnTruncation()
                ? Decision.fail(
                        partition,
                        SourceEvent.Failed.Kind.TRUNCATION,
                        "offset " + needed + " is needed, the log was truncated to offset " + divergedAt)
                : new Decision(Optional.of(new OffsetAndMetadata(divergedAt)), List.of(truncated));
    }

    private Decision startAt(TopicPartition partition, long offset, SourceEvent... before) {
        List<SourceEvent> events = new ArrayList<>(List.of(before));
        events.add(new SourceEvent.Started(partition, offset, !(rules.start() instanceof StartPolicy.Latest)));
        return new Decision(Optional.of(new OffsetAndMetadata(offset)), events);
    }

    /** What appears after the start is read whole, but for what is older than the policy's time. */
    private long firstSight(FetchedPartition fetched, Bounds bounds) {
        boolean isWhole = fetched.owned().isNew() && rules.start() instanceof StartPolicy.Latest;
        return isWhole ? bounds.start() : byPolicy(bounds);
    }

    private long byPolicy(Bounds bounds) {
        if (rules.start() instanceof StartPolicy.Since) {
            return bounds.since();
        }
        return rules.start() instanceof StartPolicy.Latest ? bounds.end() : bounds.start();
    }
}
