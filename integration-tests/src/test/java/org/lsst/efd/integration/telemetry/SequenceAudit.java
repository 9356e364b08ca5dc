package org.lsst.efd.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/**
 * Reads the committed records of a topic of one partition as they come, and notes the number that each one bears. Not
 * thread-safe.
 */
final class SequenceAudit implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final AvroConverter converter = new AvroConverter();
    private final List<Long> sequences = new ArrayList<>();

    /** What is done while records are awaited. */
    interface Meanwhile {
        void act() throws ExecutionException, InterruptedException;
    }

    /** Starts at the beginning of the topic, which may not exist yet. */
    SequenceAudit(KafkaCluster cluster, SchemaRegistry registry, String topic) {
        this.topic = topic;
        consumer = cluster.consumer();
        Await.until("topic " + topic, LIMIT, () -> consumer.listTopics().containsKey(topic));
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        converter.configure(Map.of("schema.registry.url", registry.url()), false);
    }

    /** Reads on until this many records have been read in all. */
    void awaitRecords(int count) {
        awaitRecords(count, () -> {});
    }

    /** The same, with something that is done again and again meanwhile. */
    void awaitRecords(int count, Meanwhile meanwhile) {
        Await.until(count + " records of " + topic, LIMIT, () -> {
            meanwhile.act();
            read();
            return sequences.size() >= count;
        });
    }

    /** Reads what is there now. */
    void readToTheEnd() {
        TopicPartition partition = new TopicPartition(topic, 0);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        Await.until("the end of " + topic, LIMIT, () -> {
            read();
            return consumer.position(partition) >= end;
        });
    }

    /** How many records have been read. */
    int records() {
        return sequences.size();
    }

    /** Fails unless the numbers are 0, 1, 2, … in this order: none missing, none twice. */
    void assertEachNumberOnce() {
        assertThat(sequences)
                .as("numbers of the records of " + topic)
                .isEqualTo(LongStream.range(0, sequences.size()).boxed().toList());
    }

    @Override
    public void close() {
        consumer.close();
        converter.close();
    }

    private void read() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            Struct value =
                    (Struct) converter.toConnectData(topic, record.value()).value();
            sequences.add(value.getInt64("sequence"));
        }
    }
}
