package org.lsst.efd.connect.replication.copy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.connect.source.SourceRecord;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.common.source.SourceEvent;
import org.lsst.efd.connect.common.source.SourcePartitions;
import org.lsst.efd.connect.common.source.StoredPosition;
import org.lsst.efd.connect.replication.copy.IdTranslation.Verdict;
import org.lsst.efd.connect.replication.offset.Delivery;
import org.lsst.efd.connect.replication.offset.Position;
import org.lsst.efd.connect.replication.offset.StoredOffsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition on its way through a task.
 *
 * <ol>
 *   <li>Records leave in the order in which they came; one that cannot leave holds those behind it.
 *   <li>The position counts what has left or is left out by a policy, nothing else.
 *   <li>A message is changed only when all of its record can leave: what is read again is as it was.
 * </ol>
 *
 * <p>Not thread-safe, but for what it counts and its {@link Delivery}.
 */
public final class CopiedPartition {
    private static final Logger LOG = LoggerFactory.getLogger(CopiedPartition.class);
    private static final long NOWHERE = -1;
    private static final long NEVER = -1;
    private static final int UNKNOWN_EPOCH = -1;

    private final TopicPartition partition;
    private final CopyRules rules;
    private final Routes routes;
    private final Beginnings beginnings;
    private final TopicCounts counts;
    private final Latencies latencies;
    private final Map<String, Object> sourcePartition;
    private Delivery delivery;
    private final ArrayDeque<SourceEvent> events = new ArrayDeque<>();
    private long parkedBytes;
    private FoundTopic topic;
    private String topicId;
    private Optional<Routes.Taken> taken = Optional.empty();
    private int nextOfEvent;
    private long position;
    private int epoch;
    private boolean hasBegun;
    private boolean mustStore;
    private boolean isBehindGap;
    private long lastTimestampMs = NEVER;
    private int translated;
    private long lag;

    /** A partition that was copied up to a stored position, or never. */
    CopiedPartition(
            TopicPartition partition,
            FoundTopic topic,
            Optional<StoredPosition> stored,
            Routes routes,
            Beginnings beginnings,
            TopicCounts counts,
            Latencies latencies) {
        this.partition = partition;
        this.topic = topic;
        this.rules = routes.rules();
        this.routes = routes;
        this.beginnings = beginnings;
        this.counts = counts;
        this.latencies = latencies;
        this.sourcePartition = SourcePartitions.ofPartition(rules.cluster(), partition.topic(), partition.partition());
        this.position = stored.map(StoredPosition::offset).orElse(NOWHERE);
        this.epoch = stored.flatMap(StoredPosition::leaderEpoch).orElse(UNKNOWN_EPOCH);
        // of the topic that the position is in; the reader tells when it is another now
        this.topicId = stored.flatMap(StoredPosition::topicId)
                .filter(id -> !id.equals(Uuid.ZERO_UUID))
                .orElse(topic.id())
                .toString();
        this.delivery = new Delivery(position);
    }

    /** The topic as it is listed now; its records are those of a new topic only from the event on that says so. */
    void listed(FoundTopic now) {
        topic = now;
    }

    FoundTopic topic() {
        return topic;
    }

    /** Adds what the reader told, behind what waits already. */
    void add(SourceEvent event) {
        events.addLast(event);
        parkedBytes += event.heapBytes();
    }

    /** About how much memory takes what waits. */
    long parkedBytes() {
        return parkedBytes;
    }

    /** Forgets what waits: it will be read again from {@link #position}. */
    void drop() {
        events.clear();
        parkedBytes = 0;
        nextOfEvent = 0;
    }

    /** Copies on; what is in the way, if anything is. */
    Optional<Obstacle> advance(long nowMs, List<SourceRecord> out) {
        while (!events.isEmpty()) {
            SourceEvent event = events.getFirst();
            if (event instanceof SourceEvent.Records records) {
                Optional<Obstacle> obstacle = copy(records.records(), nowMs, out);
                if (obstacle.isPresent()) {
                    return obstacle;
                }
                nextOfEvent = 0;
            } else if (event instanceof SourceEvent.Failed failed) {
                return Optional.of(new Obstacle.Fail(FailKind.of(failed), failed.reason()));
            } else {
                note(event);
            }
            events.removeFirst();
            parkedBytes -= event.heapBytes();
        }
        return Optional.empty();
    }

    private void note(SourceEvent event) {
        if (event instanceof SourceEvent.Started started) {
            position = started.offset();
            mustStore = !started.isRepeatable();
        } else if (event instanceof SourceEvent.Lost lost) {
            counts.lost(lost.count());
            position = lost.toOffset();
            isBehindGap = true;
        } else if (event instanceof SourceEvent.Skipped skipped) {
            counts.damaged(skipped.toOffset() - skipped.fromOffset());
            position = skipped.toOffset();
        } else if (event instanceof SourceEvent.Truncated truncated) {
            counts.rewound(truncated.neededOffset() - truncated.divergedAt());
            startAnewAt(truncated.divergedAt());
        } else if (event instanceof SourceEvent.Recreated) {
            counts.recreated();
            topicId = topic.id().toString();
            startAnewAt(0);
        }
    }

    private void startAnewAt(long offset) {
        position = offset;
        epoch = UNKNOWN_EPOCH;
        lastTimestampMs = NEVER;
        // what is told late of records before this has nothing to do with those that follow
        delivery = new Delivery(NOWHERE);
    }

    private Optional<Obstacle> copy(List<ConsumerRecord<byte[], byte[]>> records, long nowMs, List<SourceRecord> out) {
        if (taken.isEmpty()) {
            Routes.Found found = routes.find(topic, partition, sourcePartition);
            if (found instanceof Routes.Blocked blocked) {
                return Optional.of(blocked.obstacle());
            }
            taken = Optional.of((Routes.Taken) found);
        }
        Routes.Taken way = taken.get();
        int first = nextOfEvent;
        int handed = out.size();
        int copied = 0;
        long bytes = 0;
        Optional<Obstacle> obstacle = Optional.empty();
        while (nextOfEvent < records.size() && obstacle.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = records.get(nextOfEvent);
            obstacle = copy(record, way, nowMs, out);
            if (obstacle.isEmpty()) {
                nextOfEvent++;
                if (out.size() > handed + copied) {
                    copied++;
                    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
                }
            }
        }
        if (nextOfEvent > first) {
            tellGap(records.get(first));
            lastTimestampMs = records.get(nextOfEvent - 1).timestamp();
            counts.copied(copied, bytes, lastTimestampMs);
            counts.translated(translated);
            translated = 0;
            latencies.add(nowMs - lastTimestampMs);
        }
        return obstacle;
    }

    private Optional<Obstacle> copy(
            ConsumerRecord<byte[], byte[]> record, Routes.Taken way, long nowMs, List<SourceRecord> out) {
        Verdict ofKey = way.keys().isPresent()
                ? way.keys().get().verdictOn(record.key(), record.headers(), nowMs)
                : Verdict.KEEP;
        Verdict ofValue = way.values().isPresent()
                ? way.values().get().verdictOn(record.value(), record.headers(), nowMs)
                : Verdict.KEEP;
        if (ofKey == Verdict.HOLD) {
            return Optional.of(way.keys().orElseThrow().obstacle(record.key()));
        }
        if (ofValue == Verdict.HOLD) {
            return Optional.of(way.values().orElseThrow().obstacle(record.value()));
        }
        if (ofKey == Verdict.SKIP || ofValue == Verdict.SKIP) {
            return leaveOut(record, "its schema did not come");
        }
        if (!way.route().fits(record)) {
            return tooLarge(record, way.route());
        }
        if (!hasBegun && !beginnings.mayBegin()) {
            return Optional.of(new Obstacle.NextBatch());
        }
        hasBegun = true;
        if (ofKey == Verdict.TRANSLATE) {
            translated += way.keys().orElseThrow().translate(record.key()) ? 1 : 0;
        }
        if (ofValue == Verdict.TRANSLATE) {
            translated += way.values().orElseThrow().translate(record.value()) ? 1 : 0;
        }
        try {
            moveBehind(record);
            out.add(way.route().record(record, Position.of(position, epoch, topicId, delivery)));
            return Optional.empty();
        } catch (KafkaException undecodable) {
            position = record.offset();
            LOG.warn("{}@{} cannot be decoded", partition, record.offset(), undecodable);
            return Optional.of(new Obstacle.Wait(
                    WaitKind.DECODE,
                    partition + "@" + record.offset() + " cannot be decoded: " + undecodable.getMessage()));
        }
    }

    /** When what was deleted was written, as far as its neighbours tell. */
    private void tellGap(ConsumerRecord<byte[], byte[]> next) {
        if (isBehindGap) {
            isBehindGap = false;
            LOG.warn(
                    "{}: what is missing before offset {} was written {}before {}",
                    partition,
                    next.offset(),
                    lastTimestampMs == NEVER ? "" : "after " + Instant.ofEpochMilli(lastTimestampMs) + " and ",
                    Instant.ofEpochMilli(next.timestamp()));
        }
    }

    private Optional<Obstacle> tooLarge(ConsumerRecord<byte[], byte[]> record, Route route) {
        String what = partition + "@" + record.offset() + " has up to " + route.sizeOf(record)
                + " bytes at the target, topic "
                + route.target().name() + " and the worker's producer take "
                + route.target().maxRecordBytes();
        if (rules.skipsOversize()) {
            LOG.warn("{}: it is left out", what);
            counts.countOversize();
            return leaveOut(record, "it is too large");
        }
        return Optional.of(new Obstacle.Fail(
                FailKind.OVERSIZE,
                what + "; raise max.message.bytes of the topic, "
                        + "producer.override.max.request.size and oversize.max.bytes, or set oversize.policy=skip"));
    }

    private Optional<Obstacle> leaveOut(ConsumerRecord<byte[], byte[]> record, String why) {
        LOG.debug("{}@{} is left out: {}", partition, record.offset(), why);
        counts.countSkipped();
        moveBehind(record);
        return Optional.empty();
    }

    private void moveBehind(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() != position) {
            counts.jumped();
        }
        position = record.offset() + 1;
        epoch = record.leaderEpoch().orElse(UNKNOWN_EPOCH);
    }

    /** Next offset that has not left. */
    long position() {
        return position;
    }

    /** The same as the source offset of a record that carries nothing else. */
    Position storablePosition() {
        return Position.of(position, epoch, topicId, delivery);
    }

    /** The same for the reader; empty until it was told where it starts. */
    Optional<StoredPosition> storedPosition() {
        return position < 0 ? Optional.empty() : Optional.of(StoredOffsets.parse(storablePosition()));
    }

    /** Whether the position is one that a restart would not find again, so that it must be stored at once. */
    boolean mustStore() {
        return mustStore;
    }

    /** A record that stores the position is on its way. */
    void storing() {
        mustStore = false;
    }

    /** So many records are still to be copied. */
    void lag(long left) {
        lag = left;
    }

    long lag() {
        return lag;
    }

    Map<String, Object> sourcePartition() {
        return sourcePartition;
    }

    Delivery delivery() {
        return delivery;
    }

    TopicPartition partition() {
        return partition;
    }

    TopicCounts counts() {
        return counts;
    }
}
