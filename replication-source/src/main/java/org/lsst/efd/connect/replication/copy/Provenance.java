package org.lsst.efd.connect.replication.copy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;

/** Headers that say where a record is from, as UTF-8 text: with them a reader of the target can tell what is missing. */
final class Provenance {
    static final String CLUSTER = "efd.source.cluster";
    static final String TOPIC = "efd.source.topic";
    static final String PARTITION = "efd.source.partition";
    static final String OFFSET = "efd.source.offset";
    static final int COUNT = 4;

    /** The same for all records of the partition; headers are immutable. */
    private final List<Header> common;

    Provenance(String cluster, TopicPartition source) {
        ConnectHeaders made = new ConnectHeaders();
        made.add(CLUSTER, cluster.getBytes(StandardCharsets.UTF_8), Schema.BYTES_SCHEMA);
        made.add(TOPIC, source.topic().getBytes(StandardCharsets.UTF_8), Schema.BYTES_SCHEMA);
        made.add(PARTITION, digits(source.partition()), Schema.BYTES_SCHEMA);
        List<Header> headers = new ArrayList<>();
        made.forEach(headers::add);
        common = List.copyOf(headers);
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

    /** One of the {@link #COUNT}. */
    Header header(int index, long offset) {
        return index < common.size() ? common.get(index) : new OffsetHeader(offset);
    }

    void addTo(ConnectHeaders headers, long offset) {
        for (int i = 0; i < COUNT; i++) {
            headers.add(header(i, offset));
        }
    }

    /** The one header that is another for each record. */
    private record OffsetHeader(long offset) implements Header {
        @Override
        public String key() {
            return OFFSET;
        }

        @Override
        public Object value() {
            return digits(offset);
        }

        @Override
        public Schema schema() {
            return Schema.BYTES_SCHEMA;
        }

        @Override
        public Header with(Schema schema, Object other) {
            return made(OFFSET, schema, other);
        }

        @Override
        public Header rename(String name) {
            return made(name, Schema.BYTES_SCHEMA, value());
        }

        private static Header made(String name, Schema schema, Object value) {
            return new ConnectHeaders()
                    .add(name, new SchemaAndValue(schema, value))
                    .iterator()
                    .next();
        }
    }

    /** A number that is not negative, in decimal digits, without a string between. */
    static byte[] digits(long number) {
        int length = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            length++;
        }
        byte[] digits = new byte[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return digits;
    }
}
