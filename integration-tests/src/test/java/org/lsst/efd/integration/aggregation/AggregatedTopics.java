package org.lsst.efd.integration.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/**
 * Reads what aggregated topics hold, committed.
 *
 * @param registry where their schemas are
 * @param ending what their names have behind that of the source topic
 */
record AggregatedTopics(KafkaCluster cluster, SchemaRegistry registry, String ending) {
    /** The windows of a topic; fails if one of them is there twice. */
    Map<WindowKey, Struct> windows(String topic) {
        Map<WindowKey, Struct> windows = new TreeMap<>();
        List<WindowKey> twice = new ArrayList<>();
        try (AvroConverter converter = new AvroConverter()) {
            converter.configure(Map.of("schema.registry.url", registry.url()), false);
            for (ConsumerRecord<byte[], byte[]> record : cluster.records(topic + ending)) {
                Struct value = (Struct)
                        converter.toConnectData(record.topic(), record.value()).value();
                WindowKey key = new WindowKey(topic, group(value), startMs(value));
                if (windows.put(key, value) != null) {
                    twice.add(key);
                }
            }
        }
        assertThat(twice).as("windows that are in " + topic + ending + " twice").isEmpty();
        return windows;
    }

    /** The windows of all topics, as far as the load can be recounted. */
    Map<WindowKey, Tally> tallies(List<String> topics) {
        Map<WindowKey, Tally> tallies = new TreeMap<>();
        topics.forEach(topic -> windows(topic).forEach((key, value) -> tallies.put(key, tally(value))));
        return tallies;
    }

    /** All numbers of all windows. */
    Map<WindowKey, List<Object>> numbers(List<String> topics) {
        Map<WindowKey, List<Object>> numbers = new TreeMap<>();
        topics.forEach(topic -> windows(topic).forEach((key, value) -> {
            List<Object> ofWindow = new ArrayList<>();
            for (Field field : value.schema().fields()) {
                ofWindow.add(field.name() + "=" + value.get(field));
            }
            numbers.put(key, ofWindow);
        }));
        return numbers;
    }

    private static String group(Struct value) {
        return value.schema().field("salIndex") == null ? "" : String.valueOf(value.get("salIndex"));
    }

    private static long startMs(Struct value) {
        return Math.round((value.getFloat64("time") - value.getFloat64("window_size") / 2) * 1e3);
    }

    private static Tally tally(Struct value) {
        return new Tally(
                value.getInt64("count"),
                value.getInt64("count_force"),
                number(value, "min_force"),
                number(value, "max_force"),
                number(value, "mean_force"));
    }

    private static double number(Struct value, String field) {
        Double number = value.getFloat64(field);
        return number == null ? Double.NaN : number;
    }
}
