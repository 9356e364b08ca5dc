package org.lsst.efd.connect.common.source;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.lsst.efd.connect.common.retry.Attempts;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.common.source.PartitionState.Waiting;

/**
 * Of which partitions the cluster is asked next where they start. While such a question waits for its answer nothing is read,
 * so that
 *
 * <ol>
 *   <li>new partitions are asked about together; where that gets no answer, those of one broker together; where that gets none
 *       either, one of them, and after each answer twice as many;
 *   <li>one that got no answer alone is asked about alone from then on, one such partition at a time, each in its turn;
 *   <li>a broker that leaves one question after the other without an answer, also about a partition that is being read, is
 *       left alone for a while, with all that it leads;
 *   <li>partitions without a leader wait until they have one.
 * </ol>
 *
 * <p>Leaders are asked for only where a question got no answer: until then all partitions are of one unknown broker. Belongs
 * to the reader's thread.
 */
final class StartTurns {
    private static final int MAX_GROUP = 4_096;
    private static final int SILENT_AFTER = 3;
    private static final long LEADERS_INTERVAL_MS = 5_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** Of a broker that was silent: a connection that is being made meanwhile is there at the next try. */
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(1);

    private final Map<TopicPartition, FetchedPartition> partitions;
    private final Leaders leaders;
    private final RetryPolicy retry;
    private final RandomGenerator random;
    private final Map<Integer, Broker> brokers = new HashMap<>();
    private long leadersDueMs = Long.MIN_VALUE;

    /** How a broker has answered. */
    private static final class Broker {
        /** In which it was silent, since its last answer. */
        private final Attempts attempts;
        /** Questions without an answer, one after the other. */
        private int misses;

        private int groupSize = MAX_GROUP;

        private Broker(Attempts attempts) {
            this.attempts = attempts;
        }

        private boolean isSilent() {
            return attempts.failures() > 0;
        }
    }

    /** @param partitions all that are owned, now and later */
    StartTurns(
            Map<TopicPartition, FetchedPartition> partitions,
            Leaders leaders,
            RetryPolicy retry,
            RandomGenerator random) {
        this.partitions = partitions;
        this.leaders = leaders;
        this.retry = retry;
        this.random = random;
    }

    /** Those whose turn it is; none where none wants to start, or all wait. */
    List<FetchedPartition> next(long nowMs) {
        List<FetchedPartition> wanted = wanted(nowMs);
        if (!wanted.isEmpty() && nowMs >= leadersDueMs && mustKnowLeaders(wanted)) {
            // of all in one question, and not before each of them
            askLeaders(wanted, nowMs);
        }
        wanted.forEach(partition -> postponeIfNobodyCanAnswer(partition, nowMs));
        List<FetchedPartition> able = wanted(nowMs);
        Optional<Integer> broker = able.stream()
                .filter(partition -> !partition.hasFailedBefore())
                .map(leaders::of)
                .min(Comparator.comparingInt(id -> broker(id).misses));
        if (broker.isEmpty()) {
            return able.stream()
                    // each has its turn, however long a try takes
                    .min(Comparator.comparingLong(FetchedPartition::nextTryMs))
                    .map(List::of)
                    .orElse(List.of());
        }
        return able.stream()
                .filter(partition -> !partition.hasFailedBefore() && leaders.of(partition) == broker.get())
                .limit(broker(broker.get()).groupSize)
                .toList();
    }

    private List<FetchedPartition> wanted(long nowMs) {
        return partitions.values().stream()
                .filter(partition -> partition.wantsPlace(nowMs))
                .toList();
    }

    private Broker broker(int id) {
        return brokers.computeIfAbsent(id, none -> new Broker(retry.newAttempts(random)));
    }

    private boolean mustKnowLeaders(List<FetchedPartition> wanted) {
        return brokers.values().stream().anyMatch(Broker::isSilent)
                || wanted.stream()
                        .anyMatch(partition -> partition.hasFailedBefore() || leaders.of(partition) == Leaders.NOBODY);
    }

    private void askLeaders(Collection<FetchedPartition> wanted, long nowMs) {
        leadersDueMs = nowMs + LEADERS_INTERVAL_MS;
        leaders.ask(wanted);
        leaders.retain(partitions.keySet());
        Set<Integer> leading = new HashSet<>(Set.of(Leaders.UNKNOWN));
        partitions.values().forEach(partition -> leading.add(leaders.of(partition)));
        brokers.keySet().retainAll(leading);
    }

    /** It says nothing of the partition, and who leads it may change. */
    private void postponeIfNobodyCanAnswer(FetchedPartition partition, long nowMs) {
        int id = leaders.of(partition);
        if (id == Leaders.NOBODY) {
            partition.postpone(
                    Waiting.Kind.NO_LEADER,
                    "no broker of the source cluster leads it",
                    nowMs,
                    nowMs + LEADERS_INTERVAL_MS);
        } else if (!broker(id).attempts.isDue(nowMs)) {
            partition.postpone(
                    Waiting.Kind.NO_ANSWER,
                    "broker " + id + " of the source cluster, which leads it, does not answer",
                    nowMs,
                    nowMs + Math.min(broker(id).attempts.waitMs(nowMs), LEADERS_INTERVAL_MS));
        }
    }

    /** All of a turn are led by the same. */
    private int leaderOf(List<FetchedPartition> turn) {
        return leaders.of(turn.get(0));
    }

    /** How long an answer about these is awaited. */
    Duration timeout(List<FetchedPartition> turn) {
        return broker(leaderOf(turn)).isSilent() ? SHORT_TIMEOUT : TIMEOUT;
    }

    /** The cluster has told where these start. */
    void answered(List<FetchedPartition> turn) {
        int id = leaderOf(turn);
        Broker broker = broker(id);
        if (broker.isSilent()) {
            partitions.values().stream()
                    .filter(partition -> leaders.of(partition) == id)
                    .forEach(FetchedPartition::isAnsweredAgain);
        }
        broker.misses = 0;
        broker.attempts.succeeded();
        broker.groupSize = Math.min(MAX_GROUP, 2 * broker.groupSize);
    }

    /** It has not told; one that was asked about alone waits. */
    void notAnswered(List<FetchedPartition> turn, KafkaException error, long nowMs) {
        int id = leaderOf(turn);
        if (turn.size() > 1) {
            askLeaders(turn, nowMs);
            if (turn.stream().allMatch(partition -> leaders.of(partition) == id)) {
                broker(id).groupSize = 1;
                broker(id).misses++;
            }
            return;
        }
        FetchedPartition alone = turn.get(0);
        String cause = error.getClass().getSimpleName();
        alone.failedFor(Waiting.Kind.NO_ANSWER, "the source cluster does not tell where it starts: " + cause, nowMs);
        if (error instanceof TimeoutException && id >= 0) {
            missed(id, nowMs);
        }
    }

    private void missed(int id, long nowMs) {
        Broker broker = broker(id);
        broker.misses++;
        if (broker.isSilent()) {
            broker.attempts.failed(nowMs);
        } else if (broker.misses >= SILENT_AFTER) {
            // not those that get no answers, but one that is being read tells whether it is the broker
            askLeaders(partitions.values(), nowMs);
            Optional<FetchedPartition> read = partitions.values().stream()
                    .filter(partition -> partition.isPlaced() && leaders.of(partition) == id)
                    .findAny();
            if (read.filter(leaders::answersAbout).isPresent()) {
                broker.misses = 0;
            } else {
                broker.attempts.failed(nowMs);
            }
        }
    }
}
