package org.lsst.efd.integration.sink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/**
 * A record that a sink could not store, as the dead letter queue tells it.
 *
 * @param topic where the record came from
 * @param reason the message of the exception
 */
public record DeadLetter(String topic, int partition, long offset, String reason) {

    /** All letters of a queue up to its present end; none where there is no such topic. */
    public static List<DeadLetter> all(KafkaCluster cluster, String queue) {
        return cluster.records(queue).stream().map(DeadLetter::of).toList();
    }

    private static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                header(record, "topic"),
                Integer.parseInt(header(record, "partition")),
                Long.parseLong(header(record, "offset")),
                header(record, "exception.message"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader("__connect.errors." + name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
