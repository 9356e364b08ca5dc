package org.lsst.efd.integration.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.integration.Sending;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.TaskNumbers;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;

/** The connector and the clock: topics that fall silent, a source that is away, data held back, topics that appear. */
class AggregatorTimeIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long IDLE_MS = 3_000;
    private static final long SIZE_MS = 1_000;

    private static LocalStack stack;
    private static KafkaCluster source;
    private static ConnectRest rest;
    private static TaskNumbers numbers;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster("summit", options -> options.proxied())
                .cluster("ldf")
                .registry("first")
                .registry("secondary")
                .workers("ldf", 1)
                .start();
        source = stack.cluster("summit");
        rest = stack.connect("ldf").rest();
        numbers = new TaskNumbers(stack.connect("ldf"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aTopicThatFallsSilentTellsItsLastWindowOnce() throws Exception {
        source.createTopic("silent", 1);
        begin("silent", "silent");
        long windowMs = Math.floorDiv(System.currentTimeMillis(), SIZE_MS) * SIZE_MS;
        long lastSentMs = 0;
        for (int i = 0; i < 10; i++) {
            send("silent", windowMs + 50L * i);
            lastSentMs = System.currentTimeMillis();
        }

        List<ConsumerRecord<byte[], byte[]>> told = awaitTold("silent", 1);
        long toldMs = told.get(0).timestamp();
        long due = Math.max(lastSentMs + IDLE_MS, windowMs + 2 * SIZE_MS);
        System.out.printf("silent topic: last window told %d ms after it was due%n", toldMs - due);
        assertThat(toldMs).as("no sooner than the timeout").isGreaterThanOrEqualTo(lastSentMs + IDLE_MS - 100);

        send("silent", windowMs + 60 * SIZE_MS);
        assertThat(awaitTold("silent", 2)).hasSize(2);
        assertThat(windows("silent").values())
                .extracting(value -> value.getInt64("count"))
                .containsExactly(10L, 1L);
        rest.delete("silent");
    }

    @Test
    void nothingIsToldEarlyWhileTheSourceIsAway() throws Exception {
        source.createTopic("away", 1);
        begin("away", "away", "aggregate.window.size.ms", "10000", "aggregate.window.grace.ms", "0");
        try (SteadyLoad load = new SteadyLoad(source.bootstrapServers(), List.of("away"))) {
            load.begin();
            awaitTold("away", 1);
            source.pause();
            // whatever had been read before is told by now
            Thread.sleep(2_000);
            int before = told("away").size();
            Thread.sleep(Soak.rounds(12_000, 60_000));
            assertThat(told("away")).as("windows told while the source is away").hasSize(before);
            source.resume();
            awaitTold("away", before + 2);
        }
        assertThatAtMostOneWindowIsIncomplete("away", 10_000);
        rest.delete("away");
    }

    @Test
    void dataHeldBackUpstreamIsLateForOneWindowAtMost() throws Exception {
        List<String> topics =
                IntStream.range(0, 5).mapToObj(number -> "held" + number).toList();
        topics.forEach(topic -> source.createTopic(topic, 1));
        begin("held", "held.*");
        try (SteadyLoad load = new SteadyLoad(source.proxiedBootstrapServers(), topics)) {
            load.begin();
            for (String topic : topics) {
                awaitTold(topic, 3);
            }
            source.proxy().drop();
            Thread.sleep(Soak.rounds(6_000, 300_000));
            source.proxy().restore();
            int before = told("held0").size();
            awaitTold("held0", before + Soak.rounds(5, 10));
        }
        for (String topic : topics) {
            assertThatAtMostOneWindowIsIncomplete(topic, SIZE_MS);
        }
        rest.delete("held");
    }

    @Test
    void topicsThatAppearAreAggregatedAndNoTaskRestarts() throws Exception {
        int count = Soak.rounds(15, 500);
        begin("appearing", "appearing.*", "tasks.max", "2");
        rest.awaitRunning("appearing", 2);
        long startsBefore = numbers.taskStarts();
        List<String> topics = IntStream.range(0, count)
                .mapToObj(number -> String.format("appearing%03d", number))
                .toList();
        Map<String, Long> createdMs = new HashMap<>();
        try (Admin admin = source.admin();
                Sending sending = new Sending(source.producer());
                AvroConverter converter = converter("first")) {
            for (String topic : topics) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
                createdMs.put(topic, System.currentTimeMillis());
                for (long ms = 0; ms <= 3_000; ms += 500) {
                    sending.send(topic, 0, bytes(converter, topic, 1_700_000_000_000L + ms));
                }
            }
        }
        List<Long> delaysMs = new ArrayList<>();
        for (String topic : topics) {
            long toldMs = awaitTold(topic, 1).get(0).timestamp();
            delaysMs.add(toldMs - createdMs.getOrDefault(topic, 0L));
        }
        delaysMs.sort(null);
        System.out.printf(
                "%d topics appeared: first window told after %d ms in the median, %d ms at most%n",
                count, delaysMs.get(count / 2), delaysMs.get(count - 1));
        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(startsBefore);

        String gone = topics.get(0);
        assertThat(numbers.has("appearing", "topic", gone)).isTrue();
        try (Admin admin = source.admin()) {
            admin.deleteTopics(List.of(gone)).all().get();
        }
        Await.until("no metrics of a topic that is gone", LIMIT, () -> !numbers.has("appearing", "topic", gone));
        assertThat(numbers.has("appearing", "topic", topics.get(1))).isTrue();
        rest.delete("appearing");
    }

    private static void begin(String connector, String regex, String... more) {
        Map<String, String> config = AggregatorConfig.of(
                source,
                stack.registry("first"),
                stack.registry("secondary"),
                "topics.regex",
                regex,
                "tasks.max",
                "1",
                "aggregate.window.size.ms",
                Long.toString(SIZE_MS),
                "aggregate.window.idle.timeout.ms",
                Long.toString(IDLE_MS),
                "aggregate.record.timestamp",
                "now");
        config.putAll(AggregatorConfig.pairs(more));
        rest.put(connector, config);
        rest.awaitRunning(connector, Integer.parseInt(config.getOrDefault("tasks.max", "1")));
    }

    private static AvroConverter converter(String registry) {
        AvroConverter converter = new AvroConverter();
        converter.configure(
                Map.of("schema.registry.url", stack.registry(registry).url()), false);
        return converter;
    }

    private static byte[] bytes(AvroConverter converter, String topic, long timeMs) {
        Struct value = new Struct(HostileLoad.SCHEMA)
                .put("private_efdStamp", (timeMs + 0.5) / 1e3)
                .put("salIndex", 1)
                .put("force", (double) (timeMs % 1_000));
        return HostileLoad.bytes(converter, topic, value);
    }

    private static void send(String topic, long timeMs) {
        try (AvroConverter converter = converter("first")) {
            source.append(topic, List.of(bytes(converter, topic, timeMs)));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> told(String topic) {
        KafkaCluster ldf = stack.cluster("ldf");
        return ldf.topics().contains(topic + "-aggregated") ? ldf.records(topic + "-aggregated") : List.of();
    }

    private static List<ConsumerRecord<byte[], byte[]>> awaitTold(String topic, int windows) {
        Await.until(windows + " windows of " + topic, LIMIT, () -> told(topic).size() >= windows);
        return told(topic);
    }

    private static Map<WindowKey, Struct> windows(String topic) {
        return new AggregatedTopics(stack.cluster("ldf"), stack.registry("secondary"), "-aggregated").windows(topic);
    }

    /** Waits for the window of the last record, and compares all with what was sent. */
    private static void assertThatAtMostOneWindowIsIncomplete(String topic, long sizeMs) {
        Map<Long, Long> sent = new TreeMap<>();
        try (AvroConverter converter = converter("first")) {
            for (ConsumerRecord<byte[], byte[]> record : source.records(topic)) {
                Struct value =
                        (Struct) converter.toConnectData(topic, record.value()).value();
                long timeMs = (long) Math.floor(value.getFloat64("private_efdStamp") * 1e3);
                sent.merge(Math.floorDiv(timeMs, sizeMs) * sizeMs, 1L, Long::sum);
            }
        }
        Await.until("the last window of " + topic, LIMIT, () -> windows(topic).size() >= sent.size());
        Map<Long, Long> told = new TreeMap<>();
        windows(topic).forEach((key, value) -> told.put(key.startMs(), value.getInt64("count")));
        assertThat(told.keySet()).isEqualTo(sent.keySet());
        List<Long> incomplete = sent.keySet().stream()
                .filter(start -> !Objects.equals(sent.get(start), told.get(start)))
                .toList();
        System.out.printf("%s: %d windows, %d of them incomplete%n", topic, sent.size(), incomplete.size());
        assertThat(incomplete).as("windows of " + topic + " that lack records").hasSizeLessThanOrEqualTo(1);
    }

    /** How often a task of the connector has started in any worker, as their logs say. */

    /** Sends a record of each topic every 20 ms, through whatever stands between, until it is closed. */
    private static final class SteadyLoad implements AutoCloseable {
        private static final long INTERVAL_MS = 20;
        private final Sending sending;
        private final List<String> topics;
        private final AvroConverter converter = converter("first");
        private final Thread thread = new Thread(this::run, "steady-load");
        private volatile boolean isEnding;

        SteadyLoad(String bootstrapServers, List<String> topics) {
            this.topics = topics;
            this.sending = new Sending(new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrapServers,
                            ProducerConfig.LINGER_MS_CONFIG,
                            5,
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            10_000,
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            (int) TimeUnit.MINUTES.toMillis(15),
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                            (int) TimeUnit.MINUTES.toMillis(15)),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
        }

        void begin() {
            thread.start();
        }

        private void run() {
            long timeMs = System.currentTimeMillis();
            while (!isEnding) {
                for (String topic : topics) {
                    sending.send(topic, 0, bytes(converter, topic, timeMs));
                }
                timeMs += INTERVAL_MS;
                try {
                    Thread.sleep(Math.max(0, timeMs - System.currentTimeMillis()));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        @Override
        public void close() {
            isEnding = true;
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            sending.close();
            converter.close();
        }
    }
}
