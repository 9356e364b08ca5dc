package org.lsst.efd.connect.common.source;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.lsst.efd.connect.common.source.PartitionState.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the reader's thread does again and again: place partitions, poll, fill the buffer. It belongs to that thread.
 *
 * <ol>
 *   <li>A partition that cannot be read waits; the others go on.
 *   <li>What must be known before records of a partition is told before them.
 * </ol>
 */
final class FetchLoop {
    private static final Logger LOG = LoggerFactory.getLogger(FetchLoop.class);

    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MAX_STEP_MS = 10_000;
    /** A poll waits for partitions that are quiet while others, held back because they are ahead, run dry. */
    private static final Duration POLL_WHILE_PAUSED = Duration.ofMillis(10);

    private final Consumer<byte[], byte[]> consumer;
    private final ReaderRules rules;
    private final PrefetchBuffer buffer;
    private final RandomGenerator random;
    private final StartOffsets startOffsets;
    private final Map<TopicPartition, FetchedPartition> partitions = new HashMap<>();
    private final StartTurns turns;
    private final SilentBrokers silent;
    private final Suspects suspects = new Suspects();
    private Set<TopicPartition> assigned = Set.of();
    private Set<TopicPartition> paused = Set.of();
    /** For how long records were asked for since brokers were looked at. */
    private long askedMs;

    private long steppedMs;
    private boolean isAsking;

    /** Where a damaged record was passed over last, until records come behind it. */
    private Optional<TopicPartition> lastSkipped = Optional.empty();

    FetchLoop(Consumer<byte[], byte[]> consumer, ReaderRules rules, PrefetchBuffer buffer, RandomGenerator random) {
        this.consumer = consumer;
        this.rules = rules;
        this.buffer = buffer;
        this.random = random;
        this.startOffsets = new StartOffsets(consumer, rules);
        this.turns = new StartTurns(partitions, new Leaders(consumer), rules.retry(), random);
        this.silent = new SilentBrokers(consumer, new Leaders(consumer), !rules.readsFollowers());
    }

    /** These partitions are wanted and no others. */
    void own(Collection<OwnedPartition> wanted) {
        Map<TopicPartition, OwnedPartition> byPartition = new HashMap<>();
        wanted.forEach(owned -> byPartition.put(owned.partition(), owned));
        partitions.keySet().removeIf(partition -> {
            boolean isGone = !byPartition.containsKey(partition);
            if (isGone) {
                buffer.block(partition);
            }
            return isGone;
        });
        byPartition.forEach((partition, owned) -> {
            FetchedPartition known = partitions.get(partition);
            if (known == null) {
                buffer.unblock(partition);
                partitions.put(partition, new FetchedPartition(owned, rules.retry(), random));
            } else if (!known.owned().topicId().equals(owned.topicId())) {
                known.recreate(owned);
            }
        });
        assign();
    }

    /** A partition is to be read again from a position, after a while. */
    void readAgainFrom(TopicPartition partition, StoredPosition position, String reason, long nowMs, long dueMs) {
        FetchedPartition fetched = partitions.get(partition);
        if (fetched != null) {
            fetched.readAgainFrom(position, reason, nowMs, dueMs);
            assign();
        }
    }

    /** The same at once from an offset in the topic as it is now, whatever its history. */
    private void lookAgainAt(TopicPartition partition, long offset, String reason, long nowMs) {
        readAgainFrom(partition, known(partition).positionAt(offset), reason, nowMs, nowMs);
    }

    /**
     * One round.
     *
     * @throws AuthenticationException if the cluster refuses the credentials: nothing can be read any more
     * @throws WakeupException if the reader is closing
     */
    void step(long nowMs, Duration pollTimeout) {
        place(nowMs);
        if (assigned.isEmpty()) {
            // a consumer without partitions refuses to poll
            LockSupport.parkNanos(Math.min(pollTimeout.toNanos(), REST_NS));
            return;
        }
        countAsking(nowMs);
        isAsking = hasRoom(pollTimeout);
        if (!isAsking) {
            return;
        }
        applyPauses(nowMs);
        try {
            take(consumer.poll(paused.isEmpty() ? pollTimeout : POLL_WHILE_PAUSED));
        } catch (LogTruncationException diverged) {
            truncate(diverged, nowMs);
        } catch (OffsetOutOfRangeException outOfRange) {
            outOfRange.offsetOutOfRangePartitions().forEach((partition, offset) -> {
                if (isPlaced(partition)) {
                    lookAgainAt(partition, offset, "offset " + offset + " is out of range", nowMs);
                }
            });
        } catch (TopicAuthorizationException refused) {
            waitFor(
                    partition -> refused.unauthorizedTopics().contains(partition.topic()),
                    Waiting.Kind.UNAUTHORISED,
                    "not authorised to read the topic",
                    nowMs);
        } catch (AuthenticationException | WakeupException | InterruptException end) {
            throw end;
        } catch (KafkaException unknown) {
            accuse(unknown, nowMs);
        }
    }

    /**
     * Where the cluster does not know the history of a position, only offsets are compared. The consumer may tell late, of a
     * partition that is not read any more, is to be read from elsewhere or is read from elsewhere already: nothing that
     * follows what was read is passed over, and where the log is shorter that is found again.
     */
    private void truncate(LogTruncationException diverged, long nowMs) {
        Map<TopicPartition, StartOffsets.Decision> decisions = new HashMap<>();
        diverged.offsetOutOfRangePartitions().forEach((partition, needed) -> {
            if (!isPlaced(partition)) {
                return;
            }
            OffsetAndMetadata at = diverged.divergentOffsets().get(partition);
            long next = known(partition).nextOffset();
            if (at == null || at.offset() > next) {
                String reason = "whether the log before offset " + needed + " is still the same is not known";
                LOG.warn("{}: {}; only offsets are compared", partition, reason);
                lookAgainAt(partition, Math.min(needed, next), reason, nowMs);
            } else {
                decisions.put(partition, startOffsets.truncated(partition, needed, at.offset()));
            }
        });
        follow(decisions);
    }

    private boolean isPlaced(TopicPartition partition) {
        FetchedPartition fetched = partitions.get(partition);
        return fetched != null && fetched.isPlaced();
    }

    /** A consumer without a group need not poll: when nothing more may be read ahead, it rests. */
    private boolean hasRoom(Duration wait) {
        try {
            return buffer.awaitRoom(assigned, wait.toMillis());
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    /** An error that names a partition for people only, such as that of a damaged batch: the one at fault is looked for. */
    private void accuse(KafkaException unknown, long nowMs) {
        Set<TopicPartition> read = new HashSet<>(assigned);
        read.removeAll(paused);
        Optional<TopicPartition> named = Suspects.namedBy(unknown, read);
        Optional<TopicPartition> culprit = lastSkipped
                .filter(read::contains)
                .filter(skipped -> named.isEmpty() || named.get().equals(skipped));
        if (culprit.isEmpty()) {
            culprit = suspects.accuse(read, unknown, nowMs);
        }
        if (culprit.isEmpty()) {
            LOG.debug("Reading failed; looking for the partition at fault", unknown);
        } else if (rules.skipsDamaged()) {
            skip(culprit.get(), unknown);
        } else {
            LOG.warn("{} cannot be read and waits", culprit.get(), unknown);
            waitFor(
                    culprit.get()::equals,
                    Waiting.Kind.DAMAGED,
                    "a record cannot be read: " + unknown.getClass().getSimpleName(),
                    nowMs);
        }
    }

    /** One offset further; where a whole batch is damaged, that is repeated until it lies behind. */
    private void skip(TopicPartition culprit, KafkaException damage) {
        long damaged = consumer.position(culprit);
        if (!lastSkipped.equals(Optional.of(culprit))) {
            LOG.warn("{}@{} cannot be read and is skipped, with what else its batch holds", culprit, damaged, damage);
        }
        lastSkipped = Optional.of(culprit);
        buffer.add(new SourceEvent.Skipped(culprit, damaged, damaged + 1));
        consumer.seek(culprit, damaged + 1);
        known(culprit).isBehind(damaged);
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            lastSkipped = lastSkipped.filter(skipped -> !skipped.equals(partition));
            List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
            silent.heard(known(partition));
            known(partition).hasRead(read.get(read.size() - 1).offset() + 1);
            buffer.add(new SourceEvent.Records(partition, read));
        }
    }

    /** Asks the cluster where some of the partitions start that are not read yet. */
    private void place(long nowMs) {
        List<FetchedPartition> turn = turns.next(nowMs);
        if (turn.isEmpty()) {
            return;
        }
        long beginNs = System.nanoTime();
        try {
            assignAlso(turn);
            Map<TopicPartition, StartOffsets.Decision> decisions = startOffsets.decide(turn, turns.timeout(turn));
            decisions.keySet().forEach(buffer::unblock);
            follow(decisions);
            turns.answered(turn);
        } catch (TopicAuthorizationException refused) {
            waitFor(
                    partition -> refused.unauthorizedTopics().contains(partition.topic()),
                    Waiting.Kind.UNAUTHORISED,
                    "not authorised to read the topic",
                    nowMs);
        } catch (AuthenticationException | WakeupException | InterruptException end) {
            throw end;
        } catch (KafkaException noAnswer) {
            LOG.debug("No start of {} partitions", turn.size(), noAnswer);
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
            turns.notAnswered(turn, noAnswer, tookMs, nowMs + tookMs);
            assign();
        }
    }

    /** A start is told when the consumer stands there, not before. */
    private void follow(Map<TopicPartition, StartOffsets.Decision> decisions) {
        decisions.forEach((partition, decision) -> {
            FetchedPartition fetched = known(partition);
            decision.seek()
                    .ifPresentOrElse(
                            position -> fetched.placed(position.offset()),
                            () -> fetched.fail(failureIn(decision.events())));
        });
        assign();
        decisions.forEach((partition, decision) -> {
            decision.seek().ifPresent(position -> consumer.seek(partition, position));
            decision.events().forEach(event -> {
                log(event);
                buffer.add(event);
            });
        });
    }

    private FetchedPartition known(TopicPartition partition) {
        FetchedPartition fetched = partitions.get(partition);
        if (fetched == null) {
            throw new IllegalStateException(partition + " is not owned");
        }
        return fetched;
    }

    private static String failureIn(List<SourceEvent> events) {
        return events.stream()
                .filter(event -> event instanceof SourceEvent.Failed)
                .map(event -> ((SourceEvent.Failed) event).reason())
                .findFirst()
                .orElse("unknown");
    }

    private static void log(SourceEvent event) {
        if (event instanceof SourceEvent.Lost lost) {
            LOG.warn(
                    "{}: {} records, offsets {} to {}, were deleted before they could be read",
                    lost.partition(),
                    lost.count(),
                    lost.fromOffset(),
                    lost.toOffset() - 1);
        } else if (event instanceof SourceEvent.Truncated truncated) {
            LOG.warn(
                    "{}: the log was truncated; offset {} is needed, it goes on at {}",
                    truncated.partition(),
                    truncated.neededOffset(),
                    truncated.divergedAt());
        } else if (event instanceof SourceEvent.Recreated) {
            LOG.warn("{}: the topic was deleted and made again; it is read from its start", event.partition());
        } else if (event instanceof SourceEvent.Failed failed) {
            LOG.error("{} is not read any more: {}", failed.partition(), failed.reason());
        }
    }

    private void waitFor(Predicate<TopicPartition> which, Waiting.Kind kind, String reason, long nowMs) {
        for (FetchedPartition partition : partitions.values()) {
            if (which.test(partition.partition())) {
                if (partition.isPlaced()) {
                    partition.readAgainFrom(partition.positionAt(partition.nextOffset()), reason, nowMs, nowMs);
                }
                partition.failedFor(kind, reason, nowMs);
            }
        }
        assign();
    }

    /** Partitions that are not placed are not assigned when the consumer polls: an unreadable one would fail every poll. */
    private void assign() {
        assignAlso(List.of());
    }

    /** The same with some that are only asked about: the consumer warns of each that is not assigned. */
    private void assignAlso(Collection<FetchedPartition> asked) {
        Set<TopicPartition> wanted = new HashSet<>();
        asked.forEach(partition -> wanted.add(partition.partition()));
        for (FetchedPartition partition : partitions.values()) {
            if (partition.isPlaced()) {
                wanted.add(partition.partition());
            }
        }
        if (!assigned.equals(wanted)) {
            consumer.assign(wanted);
            assigned = Set.copyOf(wanted);
            Set<TopicPartition> stillPaused = new HashSet<>(paused);
            stillPaused.retainAll(wanted);
            paused = stillPaused;
        }
    }

    private void applyPauses(long nowMs) {
        Set<TopicPartition> wanted = new HashSet<>(buffer.tooFarAhead());
        wanted.retainAll(assigned);
        if (suspects.areSought()) {
            Set<TopicPartition> innocent = new HashSet<>(assigned);
            innocent.removeAll(suspects.readable(assigned, nowMs));
            wanted.addAll(innocent);
        }
        if (!wanted.equals(paused)) {
            Set<TopicPartition> resumed = new HashSet<>(paused);
            resumed.removeAll(wanted);
            consumer.resume(resumed);
            consumer.pause(wanted);
            paused = wanted;
        }
    }

    /** How far these partitions are read, those that are being read and whose broker answers. */
    Map<TopicPartition, Progress> progress(Set<TopicPartition> wanted, Duration timeout) {
        Set<TopicPartition> asked = answerable(wanted);
        Map<TopicPartition, Progress> progress = new HashMap<>();
        if (!asked.isEmpty()) {
            consumer.endOffsets(asked, timeout)
                    .forEach((partition, end) -> progress.put(
                            partition,
                            new Progress(consumer.position(partition, timeout), end, buffer.isEmpty(partition))));
        }
        return progress;
    }

    /** How the reading of each owned partition goes. */
    Map<TopicPartition, PartitionState> states() {
        Map<TopicPartition, PartitionState> states = new HashMap<>();
        partitions.forEach((partition, fetched) -> states.put(partition, state(fetched)));
        return states;
    }

    private PartitionState state(FetchedPartition fetched) {
        Optional<Waiting> unheard = fetched.isPlaced() ? silent.waiting(fetched) : Optional.empty();
        return unheard.isPresent() ? unheard.get() : fetched.state();
    }

    /** What the consumer was asked for by the last poll it goes on asking for. */
    private void countAsking(long nowMs) {
        if (isAsking) {
            // unless the clock was set, or the machine slept
            askedMs += Math.max(0, Math.min(nowMs - steppedMs, MAX_STEP_MS));
        }
        steppedMs = nowMs;
    }

    /** Looks for brokers of which nothing comes any more. */
    void lookForSilence(long nowMs) {
        countAsking(nowMs);
        silent.look(
                partitions.values().stream().filter(FetchedPartition::isPlaced).toList(), paused, askedMs, nowMs);
        askedMs = 0;
    }

    /** Without those of brokers that do not answer. */
    private Set<TopicPartition> answerable(Set<TopicPartition> wanted) {
        Set<TopicPartition> answerable = new HashSet<>(wanted);
        answerable.retainAll(assigned);
        answerable.removeIf(partition -> silent.waiting(known(partition)).isPresent());
        return answerable;
    }

    /** How many records of each partition that is read are still to be fetched, as the cluster says now. */
    Map<TopicPartition, Long> lags(Duration timeout) {
        Map<TopicPartition, Long> lags = knownLags();
        Set<TopicPartition> asked = answerable(assigned);
        if (!asked.isEmpty()) {
            consumer.endOffsets(asked, timeout)
                    .forEach((partition, end) ->
                            lags.put(partition, Math.max(0, end - consumer.position(partition, timeout))));
        }
        return lags;
    }

    /** The same as far as the consumer knows without asking. */
    Map<TopicPartition, Long> knownLags() {
        Map<TopicPartition, Long> lags = new HashMap<>();
        for (TopicPartition partition : assigned) {
            consumer.currentLag(partition).ifPresent(lag -> lags.put(partition, lag));
        }
        return lags;
    }
}
