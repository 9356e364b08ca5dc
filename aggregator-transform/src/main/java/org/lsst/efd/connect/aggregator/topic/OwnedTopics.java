package org.lsst.efd.connect.aggregator.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.aggregator.source.ListedTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that a task owns, read by one consumer.
 *
 * <ol>
 *   <li>A topic that appears begins where {@link TopicStarts} says; one that is gone is dropped, what of it is complete
 *       is told, and its stored state stays. One that was created anew begins anew.
 *   <li>Partitions of a topic that waits, and partitions that run ahead of the others of their topic, are paused.
 *   <li>What is wrong with one topic holds no other.
 * </ol>
 *
 * <p>Not thread-safe.
 */
public final class OwnedTopics {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedTopics.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(500);
    private static final long WARNING_INTERVAL_MS = 60_000;

    private final Consumer<byte[], byte[]> consumer;
    private final TopicStarts starts;
    private final long drainCheckMs;
    private final Map<String, AggregatedTopic> topics = new TreeMap<>();
    /** Topics that the brokers refused, until they are tried again. */
    private final Map<String, Backoff> refused = new HashMap<>();

    private long nextDrainCheckMs = Long.MIN_VALUE;
    private long nextWarningMs = Long.MIN_VALUE;

    /**
     * Owns no topic yet.
     *
     * @param consumer without assignment
     * @param drainCheckMs how often to ask whether partitions with open windows have more to read
     */
    public OwnedTopics(Consumer<byte[], byte[]> consumer, TopicStarts starts, long drainCheckMs) {
        this.consumer = consumer;
        this.starts = starts;
        this.drainCheckMs = drainCheckMs;
    }

    /** Begins what is new among the topics listed, and drops what is gone. */
    public void update(List<ListedTopic> listed, long nowMs, List<SourceRecord> out) {
        Map<String, ListedTopic> byName = new HashMap<>();
        listed.forEach(topic -> byName.put(topic.name(), topic));
        Set<String> anew = new HashSet<>();
        for (Map.Entry<String, AggregatedTopic> entry : List.copyOf(topics.entrySet())) {
            @Nullable ListedTopic now = byName.get(entry.getKey());
            if (now == null) {
                drop(entry.getKey(), entry.getValue(), nowMs, out);
            } else if (isAnotherTopic(entry.getValue(), now)) {
                LOG.warn(
                        "Topic {} was created anew: {} open windows are discarded",
                        now.name(),
                        entry.getValue().windows().openWindows());
                forget(entry.getKey(), entry.getValue());
                anew.add(entry.getKey());
            }
        }
        begin(byName.values(), anew, nowMs);
    }

    private static boolean isAnotherTopic(AggregatedTopic known, ListedTopic now) {
        return known.id().isPresent() && now.id().isPresent() && !known.id().equals(now.id());
    }

    private void drop(String name, AggregatedTopic topic, long nowMs, List<SourceRecord> out) {
        topic.close(nowMs, out);
        LOG.info("Topic {} is gone: {}", name, topic.counts());
        forget(name, topic);
    }

    private void forget(String name, AggregatedTopic topic) {
        topic.windows().clear();
        topics.remove(name);
    }

    private void begin(Collection<ListedTopic> listed, Set<String> anew, long nowMs) {
        List<ListedTopic> fresh = listed.stream()
                .filter(topic -> !topics.containsKey(topic.name()) && !isRefused(topic.name(), nowMs))
                .toList();
        Map<TopicPartition, Long> added = new HashMap<>(starts.begin(fresh, anew, topics, nowMs));
        added.putAll(starts.grow(listed, topics, nowMs));
        Set<TopicPartition> wanted = new HashSet<>();
        topics.forEach((name, topic) -> topic.windows()
                .positions()
                .keySet()
                .forEach(partition -> wanted.add(new TopicPartition(name, partition))));
        if (!wanted.equals(consumer.assignment())) {
            consumer.assign(wanted);
        }
        added.forEach(consumer::seek);
    }

    private boolean isRefused(String name, long nowMs) {
        @Nullable Backoff backoff = refused.get(name);
        return backoff != null && backoff.isWaiting(nowMs);
    }

    /**
     * Reads on.
     *
     * @param timeout how long to wait for records
     * @param clock gives the wall time in milliseconds
     * @param out is given the windows that close
     */
    public void read(Duration timeout, java.time.Clock clock, List<SourceRecord> out) {
        pauseAndResume(clock.millis());
        ConsumerRecords<byte[], byte[]> records = fetch(timeout, clock.millis());
        long nowMs = clock.millis();
        for (TopicPartition partition : records.partitions()) {
            @Nullable AggregatedTopic topic = topics.get(partition.topic());
            if (topic != null) {
                take(topic, partition, records.records(partition), nowMs, out);
            }
        }
        checkDrained(nowMs);
        topics.values().forEach(topic -> topic.close(nowMs, out));
    }

    private void take(
            AggregatedTopic topic,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            long nowMs,
            List<SourceRecord> out) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (topic.isWaiting(nowMs) || !topic.accept(record, nowMs, out)) {
                consumer.seek(partition, record.offset());
                return;
            }
        }
        refused.remove(partition.topic());
    }

    private ConsumerRecords<byte[], byte[]> fetch(Duration timeout, long nowMs) {
        try {
            return consumer.poll(timeout);
        } catch (TopicAuthorizationException denied) {
            denied.unauthorizedTopics().forEach(name -> refuse(name, nowMs, "may not be read"));
        } catch (OffsetOutOfRangeException outOfRange) {
            outOfRange.partitions().stream()
                    .map(TopicPartition::topic)
                    .distinct()
                    .forEach(name -> refuse(name, nowMs, "no longer has the offsets that are needed"));
        } catch (KafkaException failed) {
            if (nowMs >= nextWarningMs) {
                nextWarningMs = nowMs + WARNING_INTERVAL_MS;
                LOG.warn("Cannot read from the source cluster; trying again", failed);
            }
        }
        return ConsumerRecords.empty();
    }

    /** The topic begins again from its stored state after a while. */
    private void refuse(String name, long nowMs, String why) {
        refused.computeIfAbsent(name, ignored -> new Backoff()).fail(nowMs);
        @Nullable AggregatedTopic topic = topics.get(name);
        if (topic != null) {
            LOG.warn("Topic {} {}; trying again", name, why);
            forget(name, topic);
        }
        consumer.assign(consumer.assignment().stream()
                .filter(partition -> !partition.topic().equals(name))
                .toList());
    }

    private void pauseAndResume(long nowMs) {
        Set<TopicPartition> wanted = new HashSet<>();
        topics.forEach((name, topic) -> topic.windows().positions().keySet().stream()
                .filter(partition -> topic.isWaiting(nowMs) || topic.windows().isAhead(partition, nowMs))
                .forEach(partition -> wanted.add(new TopicPartition(name, partition))));
        Set<TopicPartition> paused = consumer.paused();
        if (!paused.equals(wanted)) {
            Set<TopicPartition> resumed = new HashSet<>(paused);
            resumed.removeAll(wanted);
            consumer.resume(resumed);
            consumer.pause(wanted);
        }
    }

    /** Asks whether the partitions of topics with open windows have more to read; a failed request says nothing. */
    private void checkDrained(long nowMs) {
        if (nowMs < nextDrainCheckMs) {
            return;
        }
        nextDrainCheckMs = nowMs + drainCheckMs;
        Set<TopicPartition> asked = new HashSet<>();
        topics.forEach((name, topic) -> {
            if (topic.windows().openWindows() > 0) {
                topic.windows().silentPartitions(nowMs).forEach(p -> asked.add(new TopicPartition(name, p)));
            }
        });
        if (asked.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(asked, REQUEST_TIMEOUT);
            ends.forEach((partition, end) -> {
                @Nullable AggregatedTopic topic = topics.get(partition.topic());
                if (topic != null) {
                    boolean isDrained = consumer.position(partition, REQUEST_TIMEOUT) >= end;
                    topic.windows().see(partition.partition(), isDrained, nowMs);
                }
            });
        } catch (KafkaException failed) {
            LOG.debug("Cannot ask for the ends of {} partitions", asked.size(), failed);
        }
    }

    /** The topics by name. */
    public Map<String, AggregatedTopic> topics() {
        return java.util.Collections.unmodifiableMap(topics);
    }
}
