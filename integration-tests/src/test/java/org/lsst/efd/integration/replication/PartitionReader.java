package org.lsst.efd.integration.replication;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/** Reads the committed records of a partition, one after the other, and keeps none of them. Not thread-safe. */
final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

    PartitionReader(KafkaCluster cluster, TopicPartition partition) {
        this.partition = partition;
        this.consumer = cluster.consumer();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** The next record; empty where the partition ends now. */
    Optional<ConsumerRecord<byte[], byte[]>> next() {
        while (!polled.hasNext()) {
            polled = consumer.poll(POLL).iterator();
            if (!polled.hasNext() && isAtEnd()) {
                return Optional.empty();
            }
        }
        return Optional.of(polled.next());
    }

    private boolean isAtEnd() {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        return consumer.position(partition) >= end;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
