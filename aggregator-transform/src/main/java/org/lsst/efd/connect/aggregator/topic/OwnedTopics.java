package org.lsst.efd.connect.aggregator.topic;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.common.source.OwnedPartition;
import org.lsst.efd.connect.common.source.Progress;
import org.lsst.efd.connect.common.source.SourceEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that a task owns, read by one reader.
 *
 * <ol>
 *   <li>A topic that appears begins where {@link TopicStarts} says; one that is gone is dropped, what of it is complete
 *       is told, and its stored state stays. One that was created anew begins anew.
 *   <li>Partitions of a topic that waits, and partitions that run ahead of the others of their topic, are held.
 *   <li>What is wrong with one topic holds no other.
 * </ol>
 *
 * <p>Not thread-safe.
 */
public final class OwnedTopics {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedTopics.class);

    private static final int REST_FACTOR = 10;

    private final Reading reading;
    private final TopicStarts starts;
    private final long drainCheckMs;
    private final Map<String, TopicIntake> topics = new TreeMap<>();
    private final Map<TopicPartition, OwnedPartition> owned = new HashMap<>();
    /** How topics were left that are gone: what was told of them may not be stored yet when they are listed again. */
    private final Map<String, TopicState> left = new HashMap<>();

    private @Nullable Question question;
    private long nextQuestionMs = Long.MIN_VALUE;
    private Set<TopicPartition> held = Set.of();

    /** Whether some partitions have more to read, asked at some time. */
    private record Question(long askedMs, CompletableFuture<Map<TopicPartition, Progress>> answer) {}

    /**
     * Owns no topic yet.
     *
     * @param drainCheckMs how often to ask whether partitions with open windows have more to read
     */
    public OwnedTopics(Reading reading, TopicStarts starts, long drainCheckMs) {
        this.reading = reading;
        this.starts = starts;
        this.drainCheckMs = drainCheckMs;
    }

    /** Begins what is new among the topics there are, and drops what is gone. */
    public void update(Collection<FoundTopic> found, long nowMs, List<SourceRecord> out) {
        Map<String, FoundTopic> byName = new HashMap<>();
        found.forEach(topic -> byName.put(topic.name(), topic));
        for (TopicIntake known : List.copyOf(topics.values())) {
            if (!byName.containsKey(known.topic().name())) {
                drop(known, nowMs, out);
            }
        }
        Set<String> anew = new HashSet<>();
        found.stream().filter(this::isAnotherTopic).forEach(topic -> anew.add(topic.name()));
        anew.forEach(this::discard);
        begin(found, anew, nowMs);
        reading.own(owned.values());
    }

    private void drop(TopicIntake gone, long nowMs, List<SourceRecord> out) {
        gone.topic().close(nowMs, out);
        LOG.info("Topic {} is gone: {}", gone.topic().name(), gone.topic().counts());
        left.put(gone.topic().name(), gone.topic().windows().state());
        gone.topic().windows().clear();
        topics.remove(gone.topic().name());
        owned.keySet()
                .removeIf(partition -> partition.topic().equals(gone.topic().name()));
    }

    private boolean isAnotherTopic(FoundTopic found) {
        @Nullable TopicIntake known = topics.get(found.name());
        return known != null
                && known.topic().id().isPresent()
                && !found.id().equals(Uuid.ZERO_UUID)
                && !known.topic().id().get().equals(found.id().toString());
    }

    private void discard(String name) {
        @Nullable TopicIntake discarded = topics.remove(name);
        if (discarded != null) {
            LOG.warn(
                    "Topic {} was created anew: {} open windows are discarded",
                    name,
                    discarded.topic().windows().openWindows());
            discarded.topic().windows().clear();
        }
    }

    private void begin(Collection<FoundTopic> found, Set<String> anew, long nowMs) {
        List<FoundTopic> fresh = found.stream()
                .filter(topic -> !topics.containsKey(topic.name()))
                .toList();
        for (FoundTopic topic : found) {
            @Nullable TopicIntake known = topics.get(topic.name());
            if (known != null) {
                expectAll(known, topic, true);
            }
        }
        Map<String, AggregatedTopic> begun = starts.of(fresh, anew, left, nowMs);
        for (FoundTopic topic : fresh) {
            @Nullable AggregatedTopic made = begun.get(topic.name());
            if (made != null) {
                TopicIntake intake = new TopicIntake(made);
                topics.put(topic.name(), intake);
                left.remove(topic.name());
                expectAll(intake, topic, false);
            }
        }
    }

    private void expectAll(TopicIntake intake, FoundTopic found, boolean isAdded) {
        for (int partition = 0; partition < found.partitions(); partition++) {
            if (!intake.knows(partition)) {
                expect(intake, found, partition, isAdded);
            }
        }
    }

    private void expect(TopicIntake intake, FoundTopic found, int partition, boolean isAdded) {
        TopicPartition each = new TopicPartition(found.name(), partition);
        OwnedPartition wanted = intake.topic().wanted(each, found.id(), isAdded);
        @Nullable OwnedPartition before = owned.put(each, wanted);
        intake.expect(partition, before != null && !before.topicId().equals(found.id()));
    }

    /**
     * Reads on.
     *
     * @param timeout how long to wait for records
     * @param clock gives the wall time
     * @param out is given the windows that close
     */
    public void read(Duration timeout, Clock clock, List<SourceRecord> out) throws InterruptedException {
        long beforeMs = clock.millis();
        topics.values().forEach(topic -> topic.takeKept(beforeMs, out));
        hold(beforeMs);
        List<SourceEvent> events = reading.poll(timeout);
        long nowMs = clock.millis();
        for (SourceEvent event : events) {
            @Nullable TopicIntake topic = topics.get(event.partition().topic());
            if (topic != null) {
                topic.take(event, nowMs, out);
            }
        }
        askWhetherThereIsMore(nowMs);
        topics.values().stream().filter(TopicIntake::hasStarted).forEach(topic -> topic.topic()
                .close(nowMs, out));
    }

    private void hold(long nowMs) {
        Set<TopicPartition> wanted = new HashSet<>();
        topics.forEach((name, topic) ->
                topic.unwanted(nowMs).forEach(partition -> wanted.add(new TopicPartition(name, partition))));
        if (!wanted.equals(held)) {
            held = wanted;
            reading.hold(wanted);
        }
    }

    /** Asks of silent partitions of topics with open windows; a question that is not answered says nothing. */
    private void askWhetherThereIsMore(long nowMs) {
        Question asked = question;
        if (asked != null && asked.answer.isDone()) {
            question = null;
            if (asked.answer.isCompletedExceptionally()) {
                // nothing was read while it was waited for
                nextQuestionMs = nowMs + REST_FACTOR * (nowMs - asked.askedMs);
            } else {
                asked.answer.join().forEach((partition, progress) -> see(partition, progress, asked.askedMs));
            }
        }
        if (question == null && nowMs >= nextQuestionMs) {
            nextQuestionMs = nowMs + drainCheckMs;
            Set<TopicPartition> silent = new HashSet<>();
            topics.forEach((name, topic) ->
                    topic.silentPartitions(nowMs).forEach(each -> silent.add(new TopicPartition(name, each))));
            if (!silent.isEmpty()) {
                question = new Question(nowMs, reading.progress(silent));
            }
        }
    }

    private void see(TopicPartition partition, Progress progress, long askedMs) {
        @Nullable TopicIntake topic = topics.get(partition.topic());
        if (topic != null) {
            topic.see(partition.partition(), progress.isAtEnd(), askedMs);
        }
    }

    /** Partitions that are held back for now. */
    public int heldPartitions() {
        return held.size();
    }

    /** The topics whose partitions are all being read. */
    public List<AggregatedTopic> started() {
        return topics.values().stream()
                .filter(TopicIntake::hasStarted)
                .map(TopicIntake::topic)
                .toList();
    }

    /** All topics, by name. */
    public List<AggregatedTopic> all() {
        return topics.values().stream().map(TopicIntake::topic).toList();
    }
}
