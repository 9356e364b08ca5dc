package org.lsst.efd.connect.manager.kafka;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What is asked of Kafka itself. Every method is one batched request (one per broker that is concerned). */
public interface KafkaQueries extends AutoCloseable {
    /** The names of all topics but Kafka's internal ones. */
    NavigableSet<String> topics();

    /** The committed offsets of consumer groups; a group that has none has an empty map. */
    Map<String, Map<TopicPartition, Long>> committed(Set<String> groups);

    /** The offset after the last record, for each partition that exists. */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions);

    /** The offset of the first record that is kept, for each partition that exists. */
    Map<TopicPartition, Long> starts(Set<TopicPartition> partitions);

    /** The offset of the first record at or after a time, for each partition that has one. */
    Map<TopicPartition, Long> at(Set<TopicPartition> partitions, Instant time);

    @Override
    void close();
}
