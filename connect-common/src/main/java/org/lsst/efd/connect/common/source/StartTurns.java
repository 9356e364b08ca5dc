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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of which partitions the cluster is asked next where they start. While such a question waits for its answer nothing is read,
 * so that
 *
 * <ol>
 *   <li>new partitions are asked about together; where that gets no answer, those of one broker together; where that gets none
 *       either, one of them, and after each answer twice as many;
 *   <li>one that got no answer alone is asked about alone from then on, one such partition at a time, each in its turn, and
 *       for no more than a tenth of the time;
 *   <li>a broker that leaves one question after the other without an answer, also about a partition that is being read, is
 *       left alone for a while, with all that it leads;
 *   <li>partitions without a leader wait until they have one.
 * </ol>
 *
 * <p>Leaders are asked for only where a question got no answer: until then all partitions are of one unknown broker. Belongs
 * to the reader's thread.
 */
final class StartTurns {
    private static final Logger LOG = LoggerFactory.getLogger(StartTurns.class);

    private static final int MAX_GROUP = 4_096;
    private static final int SILENT_AFTER = 3;
    private static final int PATIENT_EVERY = 4;
    private static final int REST_FACTOR = 10;
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
    private long failedDueMs = Long.MIN_VALUE;
    private boolean wasOfFailed;
    private long turns;

    /** How a broker has answered. */
    private static final class Broker {
        /** In which it was silent, since its last answer. */
        private final Attempts attempts;
        /** Questions without an answer, one after the other. */
        private int misses;

        private int groupSize = MAX_GROUP;
        /** Of those that did not fail before. */
        private long lastTurn;

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
        Optional<FetchedPartition> failed = nowMs < failedDueMs ? Optional.empty() : longestDue(able);
        Optional<Integer> id = able.stream()
                .filter(partition -> !partition.hasFailedBefore())
                .map(leaders::of)
                .min(Comparator.comparingLong(one -> broker(one).lastTurn));
        // neither keeps the other waiting for good, as no broker does another
        if (failed.isPresent() && (id.isEmpty() || !wasOfFailed)) {
            wasOfFailed = true;
            return List.of(failed.get());
        }
        wasOfFailed = false;
        return id.map(one -> ledBy(one, able)).orElse(List.of());
    }

    private static Optional<FetchedPartition> longestDue(List<FetchedPartition> able) {
        return able.stream()
                .filter(FetchedPartition::hasFailedBefore)
                .min(Comparator.comparingLong(FetchedPartition::nextTryMs));
    }

    private List<FetchedPartition> ledBy(int id, List<FetchedPartition> able) {
        broker(id).lastTurn = ++turns;
        return able.stream()
                .filter(partition -> !partition.hasFailedBefore() && leaders.of(partition) == id)
                .limit(broker(id).groupSize)
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
        Attempts attempts = broker(leaderOf(turn)).attempts;
        // now and then long enough for one that is slow
        return attempts.failures() % PATIENT_EVERY == 0 ? TIMEOUT : SHORT_TIMEOUT;
    }

    /** The cluster has told where these start. */
    void answered(List<FetchedPartition> turn) {
        int id = leaderOf(turn);
        Broker broker = broker(id);
        if (broker.isSilent()) {
            LOG.info("Broker {} of the source cluster answers again", id);
            partitions.values().stream()
                    .filter(partition -> leaders.of(partition) == id)
                    .forEach(FetchedPartition::isAnsweredAgain);
        }
        broker.misses = 0;
        broker.attempts.succeeded();
        broker.groupSize = Math.min(MAX_GROUP, 2 * broker.groupSize);
    }

    /** It has not told; one that was asked about alone waits. */
    void notAnswered(List<FetchedPartition> turn, KafkaException error, long tookMs, long nowMs) {
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
        if (alone.hasFailedBefore()) {
            failedDueMs = nowMs + REST_FACTOR * tookMs;
        }
        String cause = error.getClass().getSimpleName();
        alone.failedFor(Waiting.Kind.NO_ANSWER, "the source cluster does not tell where it starts: " + cause, nowMs);
        if (error instanceof TimeoutException && id >= 0) {
            missed(id, nowMs);
        }
    }

    private void missed(int id, long nowMs) {
        Broker broker = broker(id);
        broker.misses++;
        if (broker.misses >= SILENT_AFTER) {
            boolean isDoubtful = broker.attempts.failures() % PATIENT_EVERY == 0;
            if (isDoubtful && answersAboutOthers(id, nowMs)) {
                broker.misses = 0;
                broker.attempts.succeeded();
                return;
            }
            if (!broker.isSilent()) {
                LOG.warn("Broker {} of the source cluster does not answer; what it leads waits", id);
            }
            broker.attempts.failed(nowMs);
        }
    }

    /** Not those that get no answers, but one that is being read tells whether it is the broker. */
    private boolean answersAboutOthers(int id, long nowMs) {
        askLeaders(partitions.values(), nowMs);
        return partitions.values().stream()
                .filter(partition -> partition.isPlaced() && leaders.of(partition) == id)
                .findAny()
                .filter(leaders::answersAbout)
                .isPresent();
    }
}
