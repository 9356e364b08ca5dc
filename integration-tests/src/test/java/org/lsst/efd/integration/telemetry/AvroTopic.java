package org.lsst.efd.integration.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** The values of a topic of one partition, in their order, written and read as registered Avro. Not thread-safe. */
public final class AvroTopic implements AutoCloseable {
    private final KafkaCluster cluster;
    private final String topic;
    private final AvroConverter converter = new AvroConverter();
    private final List<byte[]> unsent = new ArrayList<>();
    private long next;

    /** A topic that is there already. */
    public AvroTopic(KafkaCluster cluster, SchemaRegistry registry, String topic) {
        this.cluster = cluster;
        this.topic = topic;
        converter.configure(Map.of("schema.registry.url", registry.url()), false);
    }

    /** A new topic. */
    public static AvroTopic create(KafkaCluster cluster, SchemaRegistry registry, String topic) {
        cluster.createTopic(topic, 1);
        return new AvroTopic(cluster, registry, topic);
    }

    public String name() {
        return topic;
    }

    /** Has a value sent by the next {@link #send}; returns the offset it will have. */
    public long add(Struct value) {
        return addBytes(Objects.requireNonNull(converter.fromConnectData(topic, value.schema(), value)));
    }

    /** The same with any bytes as value. */
    public long addBytes(byte[] value) {
        unsent.add(value);
        return next++;
    }

    /** Appends what was added. */
    public void send() {
        cluster.append(topic, unsent);
        unsent.clear();
    }

    /** All values of the topic, up to its present end. */
    public List<Struct> values() {
        return cluster.records(topic).stream()
                .map(record -> converter.toConnectData(topic, record.value()))
                .map(SchemaAndValue::value)
                .map(Struct.class::cast)
                .toList();
    }

    /** All values, once there are so many. */
    public List<Struct> await(int records, Duration limit) {
        return Await.value(records + " records in topic " + topic, limit, () -> {
            // an offset is a record or the end of a transaction: only where there are enough it pays to read them
            long end = cluster.ends(topic).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            return Optional.of(end < records ? List.<Struct>of() : values()).filter(read -> read.size() >= records);
        });
    }

    @Override
    public void close() {
        converter.close();
    }
}
