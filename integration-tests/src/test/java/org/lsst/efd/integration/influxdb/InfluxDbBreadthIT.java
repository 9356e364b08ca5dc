package org.lsst.efd.integration.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.quickstart.process.Await;

/** Thousands of topics in one task of a worker with a small heap. */
class InfluxDbBreadthIT {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int TOPICS = Soak.rounds(500, 5_000);
    private static final int TOPICS_AT_A_TIME = 250;
    /** The records alone are more than the sink may hold at a time. */
    private static final int TEXT_BYTES = 8_000;

    private static final String BUFFER_BYTES = Integer.toString(TOPICS * TEXT_BYTES / 2);
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("efd.test.Broad")
            .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
            .field("sequence", Schema.INT64_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .build();

    @Test
    void oneRecordOfEachTopicIsStored() throws Exception {
        String heap = "-Xmx" + Soak.rounds(160, 320) + "m";
        try (InfluxDbSite site = InfluxDbSite.start(workers -> workers.jvm(heap))) {
            createTopics(site);
            Map<String, String> config = site.sink("broad", "broad-\\d+");
            config.put("tasks.max", "1");
            config.put("buffer.max.bytes", BUFFER_BYTES);
            config.put("batch.bytes", Integer.toString(TOPICS * TEXT_BYTES / 16));
            site.rest().put("broad", config);
            site.rest().awaitRunning("broad", 1);
            send(site);

            Await.until(TOPICS + " measurements", LIMIT, () -> measurements(site) >= TOPICS);
            assertThat(measurements(site)).isEqualTo(TOPICS);
            assertThat(points(site)).isEqualTo(TOPICS);
            assertThat(DeadLetter.all(site.cluster(), "broad-bad")).isEmpty();
            site.rest().awaitRunning("broad", 1);
            System.out.println("one record of each of " + TOPICS + " topics is stored, in a heap of " + heap
                    + ", buffer.max.bytes=" + BUFFER_BYTES);
        }
    }

    private static List<String> topics() {
        return IntStream.range(0, TOPICS).mapToObj(topic -> "broad-" + topic).toList();
    }

    private static void createTopics(InfluxDbSite site) throws ExecutionException, InterruptedException {
        try (Admin admin = site.cluster().admin()) {
            for (int begin = 0; begin < TOPICS; begin += TOPICS_AT_A_TIME) {
                admin.createTopics(topics().subList(begin, Math.min(begin + TOPICS_AT_A_TIME, TOPICS)).stream()
                                .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty()))
                                .toList())
                        .all()
                        .get();
            }
        }
    }

    private static void send(InfluxDbSite site) throws ExecutionException, InterruptedException {
        try (AvroConverter converter = new AvroConverter();
                Producer<byte[], byte[]> producer = site.cluster().producer()) {
            converter.configure(Map.of("schema.registry.url", site.registry().url()), false);
            double now = System.currentTimeMillis() / 1000.0;
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (String topic : topics()) {
                Struct value = new Struct(SCHEMA)
                        .put("private_efdStamp", now)
                        .put("sequence", (long) sent.size())
                        .put("text", "x".repeat(TEXT_BYTES));
                // one subject for all: thousands of them are another test's matter
                sent.add(producer.send(new ProducerRecord<>(topic, converter.fromConnectData("broad", SCHEMA, value))));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private static int measurements(InfluxDbSite site) {
        return site.queries().query("efd", "SHOW MEASUREMENTS").stream()
                .mapToInt(series -> series.values().size())
                .sum();
    }

    private static long points(InfluxDbSite site) {
        return site.queries().query("SELECT count(\"sequence\") FROM \"efd\".\"autogen\"./.*/").stream()
                .mapToLong(series -> series.values().get(0).get(1) instanceof Number number ? number.longValue() : 0)
                .sum();
    }
}
