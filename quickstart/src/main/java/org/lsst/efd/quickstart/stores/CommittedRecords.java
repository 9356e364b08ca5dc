package org.lsst.efd.quickstart.stores;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/** Reads a topic from its beginning to its present end, a few fields of each record. Not thread-safe. */
final class CommittedRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaCluster cluster;
    private final AvroConverter converter = new AvroConverter();

    /** Reads with the schemas of this registry; only these fields are decoded. */
    CommittedRecords(KafkaCluster cluster, String registryUrl, List<String> fields) {
        this.cluster = cluster;
        converter.configure(
                Map.of("schema.registry.url", registryUrl, "projection.fields", String.join(",", fields)), false);
    }

    /** Hands over each committed record of the topic; none when there is no such topic. */
    void read(String topic, Consumer<Struct> each) throws IOException {
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            List<TopicPartition> partitions = consumer.listTopics().getOrDefault(topic, List.of()).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    each.accept(struct(topic, record));
                }
            }
        }
    }

    @Override
    public void close() {
        converter.close();
    }

    private Struct struct(String topic, ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (converter.toConnectData(topic, record.headers(), record.value()).value() instanceof Struct struct) {
            return struct;
        }
        throw new IOException(topic + "-" + record.partition() + "@" + record.offset() + " holds no record");
    }
}
