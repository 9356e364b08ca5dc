package org.lsst.efd.connect.replication.copy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.retry.Attempts;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.common.source.OwnedPartition;
import org.lsst.efd.connect.common.source.Ownership;
import org.lsst.efd.connect.common.source.PartitionState;
import org.lsst.efd.connect.common.source.SourceEvent;
import org.lsst.efd.connect.common.source.SourceReader;
import org.lsst.efd.connect.common.source.StoredPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that a task copies.
 *
 * <ol>
 *   <li>A partition before which something is being asked for is held for a moment, together no more than half of what may
 *       be read ahead; one that cannot go on is read again after a while; one that failed by a policy is not read any
 *       more. None of them holds another.
 *   <li>Positions of all partitions that are new are read in one go: each question to Connect's storage reads to its end.
 * </ol>
 *
 * <p>Used by one thread, but for what it counts.
 */
public final class CopiedPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(CopiedPartitions.class);

    private static final long QUICK_WAIT_MS = 5_000;
    private static final long MOMENT_MS = 1_000;
    private static final Obstacle.Wait NO_ROOM = new Obstacle.Wait(
            WaitKind.MEMORY, "while it is held, what was read of it takes the memory that others need");

    private final Ownership ownership;
    private final SourceReader reader;
    private final Routes routes;
    private final StoredPositions stored;
    private final RetryPolicy retry;
    private final RandomGenerator random;
    private final Beginnings beginnings = new Beginnings();
    private final Latencies latencies = new Latencies();
    private final Map<TopicPartition, CopiedPartition> partitions = new HashMap<>();
    private final Map<TopicPartition, Attempts> attempts = new HashMap<>();
    private final Map<TopicPartition, Failure> failures = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Obstacle.Wait> waits = new ConcurrentHashMap<>();
    private final Map<String, TopicCounts> counts = new ConcurrentHashMap<>();
    /** What was counted of topics that are gone. */
    private final TopicCounts gone = new TopicCounts(0);
    /** Held for a moment, since when. */
    private final Map<TopicPartition, Long> held = new HashMap<>();
    /** About how much memory takes what was read of partitions that are held. */
    private long parkedBytes;

    /** Copied since heartbeats were asked for. */
    private final Set<TopicPartition> moved = new HashSet<>();
    /** How far partitions were copied whose topics are gone: what Connect has stored may lie behind that. */
    private final Map<TopicPartition, StoredPosition> left = new HashMap<>();

    private Map<String, FoundTopic> topics = Map.of();
    private boolean isFirstListing = true;
    private volatile int owned;
    private volatile boolean isSourceAway;

    /** Reads stored positions; those that have none are missing. */
    @FunctionalInterface
    public interface StoredPositions {
        Map<TopicPartition, StoredPosition> of(Collection<TopicPartition> partitions);
    }

    /** A partition that is not copied any more. */
    private record Failure(FailKind kind, String reason, long sinceMs) {}

    public CopiedPartitions(
            Ownership ownership,
            SourceReader reader,
            Routes routes,
            StoredPositions stored,
            RetryPolicy retry,
            RandomGenerator random) {
        this.ownership = ownership;
        this.reader = reader;
        this.routes = routes;
        this.stored = stored;
        this.retry = retry;
        this.random = random;
    }

    /** Begins what is new among the listed topics and drops what is gone. */
    public void follow(Map<String, FoundTopic> listed, long nowMs) {
        // the same map until the next listing: this is asked before every batch
        if (listed == topics && !isFirstListing) {
            return;
        }
        // that there is nothing at first is news: what comes later is new
        boolean isSame = listed.equals(topics) && !isFirstListing;
        topics = listed;
        if (isSame) {
            return;
        }
        Map<TopicPartition, FoundTopic> wanted = new HashMap<>();
        listed.values().forEach(topic -> {
            for (int number = 0; number < topic.partitions(); number++) {
                if (ownership.ownsPartition(topic.name(), number)) {
                    wanted.put(new TopicPartition(topic.name(), number), topic);
                }
            }
        });
        drop(wanted.keySet());
        Map<TopicPartition, OwnedPartition> begun = new HashMap<>();
        partitions.forEach(
                (partition, copied) -> list(partition, copied, wanted).ifPresent(owned -> begun.put(partition, owned)));
        begin(wanted, begun, nowMs);
        isFirstListing = false;
        owned = partitions.size();
    }

    private void drop(Set<TopicPartition> wanted) {
        Set<TopicPartition> dropped = new HashSet<>(partitions.keySet());
        dropped.removeAll(wanted);
        if (!dropped.isEmpty()) {
            LOG.info("No longer copied, their topics are gone: {}", dropped);
            dropped.forEach(partition -> leave(partition, partitions.get(partition)));
            partitions.keySet().removeAll(dropped);
            attempts.keySet().removeAll(dropped);
            failures.keySet().removeAll(dropped);
            waits.keySet().removeAll(dropped);
            if (held.keySet().removeAll(dropped)) {
                reader.hold(held.keySet());
            }
            countNoLonger(dropped);
        }
    }

    private synchronized void countNoLonger(Set<TopicPartition> dropped) {
        Set<String> ended = new HashSet<>();
        dropped.forEach(partition -> ended.add(partition.topic()));
        partitions.keySet().forEach(partition -> ended.remove(partition.topic()));
        ended.forEach(topic -> Optional.ofNullable(counts.remove(topic)).ifPresent(gone::add));
    }

    private void leave(TopicPartition partition, @Nullable CopiedPartition copied) {
        if (copied != null) {
            copied.storedPosition().ifPresent(position -> left.put(partition, position));
        }
    }

    /** Where to go on: what Connect has stored, or what was copied before the topic was gone for a while. */
    private Optional<StoredPosition> positionOf(
            TopicPartition partition, FoundTopic topic, Map<TopicPartition, StoredPosition> positions) {
        Optional<StoredPosition> position = Optional.ofNullable(positions.get(partition));
        Optional<StoredPosition> before = Optional.ofNullable(left.remove(partition))
                .filter(last -> last.topicId().equals(Optional.of(topic.id())));
        return before.isPresent()
                        && before.get().offset()
                                > position.map(StoredPosition::offset).orElse(-1L)
                ? before
                : position;
    }

    /** The topic as it is now; what the reader is to know of it if it begins again after it had failed. */
    private Optional<OwnedPartition> list(
            TopicPartition partition, CopiedPartition copied, Map<TopicPartition, FoundTopic> wanted) {
        FoundTopic now = wanted.getOrDefault(partition, copied.topic());
        boolean isAnother = !now.id().equals(copied.topic().id());
        copied.listed(now);
        if (!isAnother || failures.remove(partition) == null) {
            return Optional.empty();
        }
        // the position is one in the topic that was, which tells the reader that this is a new one
        return Optional.of(new OwnedPartition(partition, now.id(), copied.storedPosition(), true));
    }

    private void begin(Map<TopicPartition, FoundTopic> wanted, Map<TopicPartition, OwnedPartition> begun, long nowMs) {
        Map<TopicPartition, FoundTopic> fresh = new HashMap<>(wanted);
        fresh.keySet().removeAll(partitions.keySet());
        fresh.values().forEach(routes.targets()::of);
        Map<TopicPartition, StoredPosition> positions = fresh.isEmpty() ? Map.of() : stored.of(fresh.keySet());
        Set<String> knownTopics = new HashSet<>();
        positions.keySet().forEach(partition -> knownTopics.add(partition.topic()));
        fresh.forEach((partition, topic) -> {
            boolean isNew = !isFirstListing || knownTopics.contains(topic.name());
            Optional<StoredPosition> position = positionOf(partition, topic, positions);
            partitions.put(partition, made(partition, topic, position, nowMs));
            begun.put(partition, new OwnedPartition(partition, topic.id(), position, isNew));
        });
        if (!fresh.isEmpty()) {
            LOG.info("{} partitions more are copied, {} of them from where they were", fresh.size(), positions.size());
        }
        tellReader(begun);
    }

    private CopiedPartition made(
            TopicPartition partition, FoundTopic topic, Optional<StoredPosition> position, long nowMs) {
        TopicCounts ofTopic = counts.computeIfAbsent(topic.name(), none -> new TopicCounts(nowMs));
        return new CopiedPartition(partition, topic, position, routes, beginnings, ofTopic, latencies);
    }

    private void tellReader(Map<TopicPartition, OwnedPartition> begun) {
        List<OwnedPartition> all = new ArrayList<>();
        partitions.forEach((partition, copied) -> {
            if (!failures.containsKey(partition)) {
                OwnedPartition known =
                        new OwnedPartition(partition, copied.topic().id(), Optional.empty());
                all.add(begun.getOrDefault(partition, known));
            }
        });
        reader.own(all);
    }

    /** Copies what was read, as far as nothing is in the way. */
    public void copy(List<SourceEvent> events, long nowMs, List<SourceRecord> out) {
        boolean isHolding = false;
        // what follows in these events is read again as well
        Set<TopicPartition> stopped = new HashSet<>(failures.keySet());
        for (SourceEvent event : events) {
            CopiedPartition partition = partitions.get(event.partition());
            if (partition != null && !stopped.contains(event.partition())) {
                partition.add(event);
                if (held.containsKey(event.partition())) {
                    parkedBytes += event.heapBytes();
                } else {
                    Optional<Obstacle> obstacle = partition.advance(nowMs, out);
                    moved.add(event.partition());
                    isHolding |= settle(partition, obstacle, nowMs);
                    if (obstacle.isPresent() && !held.containsKey(event.partition())) {
                        stopped.add(event.partition());
                    }
                }
            }
        }
        if (isHolding) {
            reader.hold(held.keySet());
        }
    }

    /** Begins a batch: goes on with what was held. */
    public void copyHeld(long nowMs, List<SourceRecord> out) {
        beginnings.nextBatch();
        parkedBytes = 0;
        if (held.isEmpty()) {
            return;
        }
        boolean isChanged = false;
        for (TopicPartition partition : List.copyOf(held.keySet())) {
            CopiedPartition copied = partitions.get(partition);
            if (copied != null) {
                isChanged |= settle(copied, copied.advance(nowMs, out), nowMs);
                moved.add(partition);
            }
        }
        if (isChanged) {
            reader.hold(held.keySet());
        }
    }

    /** Whether something is being asked for that will let a partition go on in a moment. */
    public boolean isHolding() {
        return !held.isEmpty();
    }

    /** Does what an obstacle asks for; whether another set of partitions is held than before. */
    private boolean settle(CopiedPartition copied, Optional<Obstacle> obstacle, long nowMs) {
        TopicPartition partition = copied.partition();
        if (obstacle.isEmpty()) {
            waits.remove(partition);
            attempts.remove(partition);
        } else if (obstacle.get() instanceof Obstacle.Wait wait) {
            await(copied, wait, nowMs);
        } else if (obstacle.get() instanceof Obstacle.Fail fail) {
            fail(copied, fail, nowMs);
        } else {
            return hold(copied, obstacle.get() instanceof Obstacle.Asking, nowMs);
        }
        return held.remove(partition) != null;
    }

    /** Holds what was read for a moment, unless it takes the memory that others need: then it is read again. */
    private boolean hold(CopiedPartition copied, boolean isAsking, long nowMs) {
        TopicPartition partition = copied.partition();
        long sinceMs = held.getOrDefault(partition, nowMs);
        boolean isInTheWay = isAsking && nowMs - sinceMs >= MOMENT_MS && reader.isFull();
        if (isInTheWay || parkedBytes + copied.parkedBytes() > reader.prefetchMaxBytes() / 2) {
            waits.putIfAbsent(partition, NO_ROOM);
            readAgain(copied, NO_ROOM.reason(), QUICK_WAIT_MS, nowMs);
            return held.remove(partition) != null;
        }
        parkedBytes += copied.parkedBytes();
        return held.put(partition, sinceMs) == null;
    }

    private void await(CopiedPartition copied, Obstacle.Wait wait, long nowMs) {
        TopicPartition partition = copied.partition();
        if (!wait.equals(waits.put(partition, wait))) {
            LOG.warn("{} waits before offset {}: {}", partition, copied.position(), wait.reason());
        }
        // a schema that comes a little after its data should cost little more
        readAgain(
                copied, wait.reason(), wait.kind() == WaitKind.SCHEMA_UNKNOWN ? QUICK_WAIT_MS : Long.MAX_VALUE, nowMs);
    }

    private void readAgain(CopiedPartition copied, String reason, long maxWaitMs, long nowMs) {
        TopicPartition partition = copied.partition();
        Attempts ofPartition = attempts.computeIfAbsent(partition, none -> retry.newAttempts(random));
        ofPartition.failed(nowMs);
        copied.drop();
        Duration delay = Duration.ofMillis(Math.min(ofPartition.waitMs(nowMs), maxWaitMs));
        copied.storedPosition().ifPresent(position -> reader.readAgainFrom(partition, position, reason, delay));
    }

    private void fail(CopiedPartition copied, Obstacle.Fail fail, long nowMs) {
        LOG.error(
                "{} is not copied any more, from offset {} on: {}",
                copied.partition(),
                copied.position(),
                fail.reason());
        failures.put(copied.partition(), new Failure(fail.kind(), fail.reason(), nowMs));
        waits.remove(copied.partition());
        attempts.remove(copied.partition());
        copied.drop();
        tellReader(Map.of());
    }

    /** Adds heartbeats of the partitions that have moved since it did so, where their positions must be stored. */
    public void storePositions(Heartbeats heartbeats, long nowMs, List<SourceRecord> out) {
        for (TopicPartition partition : moved) {
            CopiedPartition copied = partitions.get(partition);
            if (copied != null) {
                heartbeats.addTo(out, copied, nowMs);
            }
        }
        moved.clear();
    }

    /**
     * Looks at how far the reader is, and adds heartbeats where positions must be stored.
     *
     * @param isSourceAway whether nobody can tell how much there is to copy
     */
    public void look(Heartbeats heartbeats, boolean isSourceAway, long nowMs, List<SourceRecord> out) {
        this.isSourceAway = isSourceAway;
        latencies.turn(nowMs);
        countLags();
        heartbeats.addTo(out, partitions.values(), nowMs);
    }

    /** Of a partition that is not read what was known last counts, and its topic counts as behind. */
    private void countLags() {
        Map<TopicPartition, Long> known = reader.lags();
        Map<TopicPartition, PartitionState> states = reader.states();
        Set<TopicPartition> waiting = waitKinds().keySet();
        Map<String, Long> lags = new HashMap<>();
        Set<String> uncertain = new HashSet<>();
        Map<String, Integer> waitingOf = new HashMap<>();
        Map<String, Integer> failedOf = new HashMap<>();
        partitions.forEach((partition, copied) -> {
            String topic = partition.topic();
            boolean hasFailed = failures.containsKey(partition);
            boolean isWaiting = waiting.contains(partition);
            copied.lag(known.getOrDefault(partition, copied.lag()));
            lags.merge(topic, copied.lag(), Long::sum);
            waitingOf.merge(topic, isWaiting ? 1 : 0, Integer::sum);
            failedOf.merge(topic, hasFailed ? 1 : 0, Integer::sum);
            if (hasFailed || isWaiting || states.get(partition) instanceof PartitionState.Waiting) {
                uncertain.add(topic);
            }
        });
        counts.forEach((topic, ofTopic) -> {
            ofTopic.lag(lags.getOrDefault(topic, 0L), !isSourceAway && !uncertain.contains(topic));
            ofTopic.partitions(waitingOf.getOrDefault(topic, 0), failedOf.getOrDefault(topic, 0));
        });
    }

    /** How far each partition is stored, of those of which anything is. */
    public Map<TopicPartition, Long> delivered() {
        Map<TopicPartition, Long> delivered = new HashMap<>();
        partitions.forEach((partition, copied) -> {
            if (copied.delivery().next() >= 0) {
                delivered.put(partition, copied.delivery().next());
            }
        });
        return delivered;
    }

    /** Why a partition has failed for longer than allowed, if one has. */
    public Optional<String> failureOlderThan(Duration allowed, long nowMs) {
        return failures.entrySet().stream()
                .filter(failure -> nowMs - failure.getValue().sinceMs() >= allowed.toMillis())
                .map(failure -> failure.getKey() + ": " + failure.getValue().reason())
                .findFirst();
    }

    /** How many partitions are owned. */
    public int owned() {
        return owned;
    }

    /** How many have failed, by why. */
    public Map<FailKind, Integer> failed() {
        Map<FailKind, Integer> failed = new EnumMap<>(FailKind.class);
        failures.values().forEach(failure -> failed.merge(failure.kind(), 1, Integer::sum));
        return failed;
    }

    /** How many wait, by why: all of them while the source is away. */
    public Map<WaitKind, Integer> waiting() {
        Map<WaitKind, Integer> waiting = new EnumMap<>(WaitKind.class);
        waitKinds().values().forEach(kind -> waiting.merge(kind, 1, Integer::sum));
        return waiting;
    }

    private Map<TopicPartition, WaitKind> waitKinds() {
        Map<TopicPartition, WaitKind> kinds = new HashMap<>();
        waits.forEach((partition, wait) -> kinds.put(partition, wait.kind()));
        reader.states().forEach((partition, state) -> {
            if (state instanceof PartitionState.Waiting unread) {
                WaitKind.of(unread).ifPresent(kind -> kinds.put(partition, kind));
            } else if (state instanceof PartitionState.Running && isSourceAway) {
                kinds.putIfAbsent(partition, WaitKind.SOURCE);
            }
        });
        return kinds;
    }

    /** What became of the records of each topic that is there. */
    public Map<String, TopicCounts> counts() {
        return counts;
    }

    /** The sum of a count over all topics that are there or were. */
    public synchronized double total(ToDoubleFunction<TopicCounts> count) {
        return counts.values().stream().mapToDouble(count).sum() + count.applyAsDouble(gone);
    }

    /** How old records are when they leave. */
    public Latencies latencies() {
        return latencies;
    }
}
