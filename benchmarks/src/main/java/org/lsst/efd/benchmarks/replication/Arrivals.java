package org.lsst.efd.benchmarks.replication;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Looks at what has arrived in topics of the target. Not thread-safe. */
final class Arrivals implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long PAUSE_MS = 5;

    private final List<String> topics;
    private final List<TopicPartition> partitions;
    private final Consumer<byte[], byte[]> consumer;

    Arrivals(List<String> topics) {
        this.topics = topics;
        this.partitions =
                topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
        this.consumer = Site.ldf().consumer(Map.of("isolation.level", "read_committed"));
    }

    /** Makes the topics, so that nobody's time for it is measured. */
    void createTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Site.ldf().admin()) {
            admin.createTopics(topics.stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Offsets that are committed; with transactions their markers count, at most one for each batch and partition. */
    long offsets() {
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns when there are so many. */
    void await(long wanted) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (offsets() < wanted) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(offsets() + " of " + wanted + " records have arrived");
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    /** Returns when so many of the topics, which the contender makes, hold a record. */
    void awaitTopics(long wanted) throws ExecutionException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        try (Admin admin = Site.ldf().admin()) {
            int filled = 0;
            while (filled < wanted) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(filled + " of " + wanted + " topics hold a record");
                }
                Thread.sleep(PAUSE_MS);
                filled = filled(admin, topics).size();
            }
        }
    }

    /** Those of these topics, which the contender makes, that hold a record. */
    List<String> filled(Admin admin, Collection<String> wanted) throws ExecutionException, InterruptedException {
        Set<String> made = admin.listTopics().names().get();
        List<TopicPartition> known = wanted.stream()
                .filter(made::contains)
                .map(topic -> new TopicPartition(topic, 0))
                .toList();
        if (known.isEmpty()) {
            return List.of();
        }
        return consumer.endOffsets(known).entrySet().stream()
                .filter(end -> end.getValue() > 0)
                .map(end -> end.getKey().topic())
                .toList();
    }

    /** Reads until so many records have been there, and no more. */
    void requireRecords(long wanted) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long count = 0;
        long end = System.nanoTime() + LIMIT.toNanos();
        int empty = 0;
        while ((count < wanted || empty < 3) && System.nanoTime() < end) {
            int polled = consumer.poll(Duration.ofMillis(200)).count();
            count += polled;
            empty = polled == 0 ? empty + 1 : 0;
        }
        if (count != wanted) {
            throw new IllegalStateException(count + " records have arrived instead of " + wanted);
        }
    }

    /** Deletes the topics. */
    void deleteTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Site.ldf().admin()) {
            admin.deleteTopics(topics).all().get();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
