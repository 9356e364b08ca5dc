package org.lsst.efd.integration.influxdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.avro.AvroConverter;

/** The values of a topic of one partition, in their order, written and read as registered Avro. Not thread-safe. */
final class AvroTopic implements AutoCloseable {
    private final InfluxDbSite site;
    private final String topic;
    private final AvroConverter converter = new AvroConverter();
    private final List<byte[]> unsent = new ArrayList<>();
    private long next;

    /** A topic that is there already. */
    AvroTopic(InfluxDbSite site, String topic) {
        this.site = site;
        this.topic = topic;
        converter.configure(Map.of("schema.registry.url", site.registry().url()), false);
    }

    /** A new topic. */
    static AvroTopic create(InfluxDbSite site, String topic) {
        site.cluster().createTopic(topic, 1);
        return new AvroTopic(site, topic);
    }

    String name() {
        return topic;
    }

    /** Has a value sent by the next {@link #send}; returns the offset it will have. */
    long add(Struct value) {
        return addBytes(Objects.requireNonNull(converter.fromConnectData(topic, value.schema(), value)));
    }

    /** The same with any bytes as value. */
    long addBytes(byte[] value) {
        unsent.add(value);
        return next++;
    }

    /** Appends what was added. */
    void send() {
        site.cluster().append(topic, unsent);
        unsent.clear();
    }

    /** All values of the topic, up to its present end. */
    List<Struct> values() {
        return site.cluster().records(topic).stream()
                .map(record -> converter.toConnectData(topic, record.value()))
                .map(SchemaAndValue::value)
                .map(Struct.class::cast)
                .toList();
    }

    @Override
    public void close() {
        converter.close();
    }
}
