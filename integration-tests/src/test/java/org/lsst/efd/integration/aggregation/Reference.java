package org.lsst.efd.integration.aggregation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** What windows must say of the records that are in the topics of a {@link HostileLoad}: a look at all of them at once. */
final class Reference {
    private final List<Sent> sent;

    /** A record of the load whose time is not ahead of its arrival. */
    private record Sent(String topic, int partition, int salIndex, long timeMs, double force) {}

    /** A window while it is counted. */
    private static final class Counter {
        private long records;
        private long values;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double sum;

        private void add(double force) {
            records++;
            if (!Double.isNaN(force)) {
                values++;
                min = Math.min(min, force);
                max = Math.max(max, force);
                sum += force;
            }
        }

        private Tally tally() {
            return values == 0
                    ? new Tally(records, 0, Double.NaN, Double.NaN, Double.NaN)
                    : new Tally(records, values, min, max, sum / values);
        }
    }

    private Reference(List<Sent> sent) {
        this.sent = sent;
    }

    /** Reads the topics to their ends. */
    static Reference of(KafkaCluster cluster, SchemaRegistry registry, List<String> topics) {
        try (AvroConverter converter = new AvroConverter()) {
            converter.configure(Map.of("schema.registry.url", registry.url()), false);
            return new Reference(topics.stream()
                    .flatMap(topic -> cluster.records(topic).stream())
                    .map(record -> sent(record, converter))
                    .filter(record -> record.timeMs < System.currentTimeMillis())
                    .toList());
        }
    }

    private static Sent sent(ConsumerRecord<byte[], byte[]> record, AvroConverter converter) {
        Struct value =
                (Struct) converter.toConnectData(record.topic(), record.value()).value();
        Double force = value.getFloat64("force");
        return new Sent(
                record.topic(),
                record.partition(),
                value.getInt32("salIndex"),
                (long) Math.floor(value.getFloat64("private_efdStamp") * 1e3),
                force == null ? Double.NaN : force);
    }

    int records() {
        return sent.size();
    }

    /** Windows over all partitions of a topic, one for each component. */
    Map<WindowKey, Tally> ofTopics(long sizeMs) {
        return windows(sizeMs, sizeMs, (topic, record) -> "" + record.salIndex);
    }

    /** Windows of each partition, one for each component, without those that the partition's own time does not close. */
    Map<WindowKey, Tally> ofPartitions(long sizeMs, long advanceMs, long graceMs) {
        Map<String, Long> latest = new TreeMap<>();
        sent.forEach(record -> latest.merge(record.topic + record.partition, record.timeMs, Math::max));
        Map<WindowKey, Tally> all = windows(sizeMs, advanceMs, (topic, r) -> r.salIndex + "/" + r.partition);
        all.keySet().removeIf(key -> {
            String partition = key.topic() + key.group().substring(key.group().indexOf('/') + 1);
            return key.startMs() + sizeMs + graceMs > latest.getOrDefault(partition, Long.MIN_VALUE);
        });
        return all;
    }

    private Map<WindowKey, Tally> windows(long sizeMs, long advanceMs, BiFunction<String, Sent, String> group) {
        Map<WindowKey, Counter> counters = new TreeMap<>();
        for (Sent record : sent) {
            long latestStart = Math.floorDiv(record.timeMs, advanceMs) * advanceMs;
            for (long start = latestStart; start > record.timeMs - sizeMs; start -= advanceMs) {
                WindowKey key = new WindowKey(record.topic, group.apply(record.topic, record), start);
                counters.computeIfAbsent(key, ignored -> new Counter()).add(record.force);
            }
        }
        Map<WindowKey, Tally> tallies = new TreeMap<>();
        counters.forEach((key, counter) -> tallies.put(key, counter.tally()));
        return tallies;
    }
}
