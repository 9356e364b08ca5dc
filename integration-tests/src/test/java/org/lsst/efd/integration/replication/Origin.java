package org.lsst.efd.integration.replication;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Where a copy is from, as its headers say.
 *
 * @param partition of the source
 * @param offset there
 */
record Origin(TopicPartition partition, long offset) {
    static final int HEADERS = 4;
    private static final String PREFIX = "efd.source.";

    static Origin of(ConsumerRecord<byte[], byte[]> copy) {
        return new Origin(
                new TopicPartition(text(copy, "topic"), Integer.parseInt(text(copy, "partition"))),
                Long.parseLong(text(copy, "offset")));
    }

    private static String text(ConsumerRecord<byte[], byte[]> copy, String name) {
        Header header = copy.headers().lastHeader(PREFIX + name);
        if (header == null) {
            throw new AssertionError(copy.topic() + "@" + copy.offset() + " has no header " + PREFIX + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
