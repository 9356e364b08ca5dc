package org.lsst.efd.benchmarks.backlog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts committed windows in the topics of one run, as they come. */
final class ToldWindows implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Of these topics with one partition each, which exist. */
    ToldWindows(List<String> topics) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getProperty(BacklogCluster.BROKER, ""),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(
                topics.stream().map(topic -> new TopicPartition(topic, 0)).toList());
    }

    /** Returns when so many windows are there. */
    void await(long windows) {
        long end = System.nanoTime() + LIMIT.toNanos();
        long count = 0;
        while (count < windows) {
            count += consumer.poll(Duration.ofMillis(100)).count();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only " + count + " of " + windows + " windows were told");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
