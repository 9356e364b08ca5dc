package org.lsst.efd.quickstart.table;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of all topics, also of those that appear later, and counts them. Not thread-safe. */
public final class Watch implements AutoCloseable {
    /** Everything but the topics of Kafka and Connect. */
    private static final Pattern TOPICS = Pattern.compile("(?!__|connect-).*");

    private static final int METADATA_MAX_AGE_MS = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final RecordText text;
    private final Map<String, TopicTally> tallies = new TreeMap<>();

    /** Starts reading from the beginning. */
    public Watch(String bootstrapServers, RecordText text) {
        this.text = text;
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                "quickstart-table",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                METADATA_MAX_AGE_MS);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(TOPICS);
    }

    /** Counts what comes, and returns after this time at the earliest; rates are measured from call to call. */
    public void countFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            count(consumer.poll(Duration.ofNanos(left)));
        }
        long now = System.nanoTime();
        tallies.values().forEach(tally -> tally.mark(now));
    }

    /** The counts by topic; it changes with every count. */
    public Map<String, TopicTally> tallies() {
        return tallies;
    }

    /** Records of all topics together. */
    public long records() {
        return tallies.values().stream().mapToLong(TopicTally::records).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void count(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> some = records.records(partition);
            String topic = partition.topic();
            // only the last one is shown, so only the last one is read
            String last = text.of(topic, some.get(some.size() - 1).value());
            tallies.computeIfAbsent(topic, name -> new TopicTally()).add(some.size(), last);
        }
    }
}
