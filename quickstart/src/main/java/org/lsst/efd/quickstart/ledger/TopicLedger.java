package org.lsst.efd.quickstart.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/**
 * Counts the committed records of a cluster's topics, also of those that appear later, on a thread of its own. It has
 * no consumer group, so a broker that is killed and comes back makes it wait and count on, never twice. Thread-safe.
 */
public final class TopicLedger implements AutoCloseable {
    private static final Duration LISTING_INTERVAL = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Pattern wanted;
    private final Map<TopicPartition, RecordRuns> runs = new HashMap<>(); // guarded by this
    private final Map<String, Long> newestMs = new HashMap<>(); // guarded by this
    private final Thread thread;
    private volatile boolean isClosed;

    /** Starts counting, from the beginning, the topics whose whole names match. */
    public TopicLedger(KafkaCluster cluster, Pattern wanted) {
        this.consumer = cluster.consumer();
        this.wanted = wanted;
        this.thread = new Thread(this::count, "ledger");
        thread.setDaemon(true);
        thread.start();
    }

    /** The topics seen so far. */
    public synchronized Set<String> topics() {
        Set<String> topics = new TreeSet<>();
        runs.keySet().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    /** The records of these topics so far. */
    public synchronized long records(Predicate<String> topics) {
        return runs.entrySet().stream()
                .filter(entry -> topics.test(entry.getKey().topic()))
                .mapToLong(entry -> entry.getValue().records())
                .sum();
    }

    /** The records of the partition with offsets below this one, as far as they are counted yet. */
    public synchronized long recordsBefore(TopicPartition partition, long offset) {
        RecordRuns known = runs.get(partition);
        return known == null ? 0 : known.before(offset);
    }

    /** The latest Kafka timestamp in these topics, in ms; 0 when they have no record. */
    public synchronized long newestMs(Predicate<String> topics) {
        return newestMs.entrySet().stream()
                .filter(entry -> topics.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        isClosed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count() {
        long nextListing = System.nanoTime();
        try (consumer) {
            while (!isClosed) {
                try {
                    if (System.nanoTime() - nextListing >= 0) {
                        assignNewPartitions();
                        nextListing = System.nanoTime() + LISTING_INTERVAL.toNanos();
                    }
                    if (consumer.assignment().isEmpty()) {
                        // no topic yet: a consumer without partitions cannot be polled
                        Thread.sleep(POLL.toMillis());
                    } else {
                        add(consumer.poll(POLL));
                    }
                } catch (WakeupException | InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    // the broker is away: it is asked again
                    nextListing = System.nanoTime() + LISTING_INTERVAL.toNanos();
                }
            }
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assignNewPartitions() {
        Set<TopicPartition> all = new HashSet<>(consumer.assignment());
        Set<TopicPartition> added = new HashSet<>();
        consumer.listTopics().forEach((topic, partitions) -> {
            if (wanted.matcher(topic).matches()) {
                partitions.forEach(one -> added.add(new TopicPartition(topic, one.partition())));
            }
        });
        added.removeAll(all);
        if (!added.isEmpty()) {
            all.addAll(added);
            // keeps the positions of those that were assigned before
            consumer.assign(all);
            consumer.seekToBeginning(added);
        }
    }

    private synchronized void add(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            RecordRuns known = runs.computeIfAbsent(partition, key -> new RecordRuns());
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                known.add(record.offset());
                newestMs.merge(partition.topic(), record.timestamp(), Math::max);
            }
        }
    }
}
