package org.lsst.efd.connect.replication.copy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;

/** Headers that say where a record is from, as UTF-8 text: with them a reader of the target can tell what is missing. */
final class Provenance {
    static final String CLUSTER = "efd.source.cluster";
    static final String TOPIC = "efd.source.topic";
    static final String PARTITION = "efd.source.partition";
    static final String OFFSET = "efd.source.offset";

    private final byte[] cluster;
    private final byte[] topic;
    private final byte[] partition;

    Provenance(String cluster, TopicPartition source) {
        this.cluster = cluster.getBytes(StandardCharsets.UTF_8);
        this.topic = source.topic().getBytes(StandardCharsets.UTF_8);
        this.partition = String.valueOf(source.partition()).getBytes(StandardCharsets.US_ASCII);
    }

    /** How much these headers add to a record, at most, without names' framing. */
    static int bytesOf(String cluster, String topic) {
        return CLUSTER.length()
                + TOPIC.length()
                + PARTITION.length()
                + OFFSET.length()
                + 3 * (cluster.length() + topic.length())
                + 70;
    }

    void addTo(ConnectHeaders headers, long offset) {
        headers.add(CLUSTER, cluster, Schema.BYTES_SCHEMA);
        headers.add(TOPIC, topic, Schema.BYTES_SCHEMA);
        headers.add(PARTITION, partition, Schema.BYTES_SCHEMA);
        headers.add(OFFSET, digits(offset), Schema.BYTES_SCHEMA);
    }

    private static byte[] digits(long offset) {
        return Long.toString(offset).getBytes(StandardCharsets.ISO_8859_1);
    }
}
