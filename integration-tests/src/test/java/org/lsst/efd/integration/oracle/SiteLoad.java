package org.lsst.efd.integration.oracle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.integration.Sending;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.SteadySending;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/**
 * What an observatory sends: 2,285 topics, 1,330 records/s and 1.9 MB/s in a soak, fewer otherwise; and one topic more that
 * is silent until it bursts, to 5,000 records/s and 10 MB/s.
 */
final class SiteLoad implements AutoCloseable {
    static final String PREFIX = "site_";
    static final String BURST = PREFIX + "burst";

    private static final List<Kind> KINDS = List.of(
            new Kind("force", 1, 50, 810),
            new Kind("mirror", Soak.rounds(3, 18), 50, 202),
            new Kind("telemetry", Soak.rounds(16, 383), 0.75, 40),
            new Kind("event", Soak.rounds(60, 1_883), 0.05, 8));
    private static final Kind BURSTING = new Kind("burst", 1, 5_000, 250);
    private static final int TOPICS_AT_A_TIME = 250;
    private static final long TICK_MS = 5;
    /** Before the first field, which is the time; the second one is the number of the record. */
    private static final int FRAME_BYTES = 5;

    private final List<Topic> topics = new ArrayList<>();
    private final Topic burst;
    private final KafkaCluster cluster;
    private boolean hasBegun;
    private @Nullable SteadySending sending;

    private SiteLoad(KafkaCluster cluster, SchemaRegistry registry) {
        this.cluster = cluster;
        try (AvroConverter converter = new AvroConverter()) {
            converter.configure(Map.of("schema.registry.url", registry.url()), false);
            KINDS.forEach(kind -> topics.addAll(kind.topics(converter)));
            burst = BURSTING.topics(converter).get(0);
        }
    }

    /** Makes the topics. */
    static SiteLoad of(KafkaCluster cluster, SchemaRegistry registry) throws ExecutionException, InterruptedException {
        SiteLoad load = new SiteLoad(cluster, registry);
        List<String> names = new ArrayList<>(load.names());
        names.add(BURST);
        try (Admin admin = cluster.admin()) {
            for (int begin = 0; begin < names.size(); begin += TOPICS_AT_A_TIME) {
                admin.createTopics(names.subList(begin, Math.min(begin + TOPICS_AT_A_TIME, names.size())).stream()
                                .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                                .toList())
                        .all()
                        .get();
            }
        }
        return load;
    }

    /** Sends the first record of each topic at once, and more at its rate. */
    void begin() {
        sending = new SteadySending(cluster, this::send);
    }

    /** All topics but the one that bursts. */
    List<String> names() {
        return topics.stream().map(topic -> topic.name).toList();
    }

    /** How many records of the topic were sent; after {@link #close}. */
    Map<String, Long> sent() {
        Map<String, Long> sent = new TreeMap<>();
        topics.forEach(topic -> sent.put(topic.name, topic.sent));
        sent.put(BURST, burst.sent);
        return sent;
    }

    /** Bytes of the values of the topic that bursts; after {@link #burst}. */
    long burstBytes() {
        return burst.sent * burst.template.length;
    }

    /** Bursts so long, beside the other topics. */
    void burst(int seconds) throws InterruptedException {
        try (Sending sending = new Sending(cluster.producer())) {
            burst.dueNanos = System.nanoTime();
            long end = burst.dueNanos + seconds * 1_000_000_000L;
            for (long now = burst.dueNanos; now - end < 0; now = System.nanoTime()) {
                burst.sendUntil(now, sending);
                Thread.sleep(TICK_MS);
            }
        }
    }

    private void send(Sending sending, long now) {
        if (!hasBegun) {
            hasBegun = true;
            // each topic at a phase of its own, after its first record
            Random random = new Random(1);
            topics.forEach(topic -> {
                topic.send(sending);
                topic.dueNanos = now + (long) (random.nextDouble() * topic.periodNanos);
            });
        }
        topics.forEach(topic -> topic.sendUntil(now, sending));
    }

    /** Ends the load; all of it has arrived then. */
    @Override
    public void close() {
        if (sending != null) {
            sending.close();
        }
    }

    /** So many topics of the same rate and width. */
    private record Kind(String name, int count, double hz, int numbers) {
        List<Topic> topics(AvroConverter converter) {
            SchemaBuilder builder = SchemaBuilder.struct()
                    .name("efd.test." + name)
                    .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
                    .field("sequence", Schema.FLOAT64_SCHEMA);
            IntStream.range(0, numbers).forEach(i -> builder.field("value" + i, Schema.FLOAT64_SCHEMA));
            Struct value = new Struct(builder.build());
            Random random = new Random(numbers);
            value.schema().fields().forEach(field -> value.put(field, random.nextGaussian()));
            // one subject for all topics of a kind
            byte[] bytes = Objects.requireNonNull(converter.fromConnectData(PREFIX + name, value.schema(), value));
            return IntStream.range(0, count)
                    .mapToObj(i -> new Topic(PREFIX + name + (count == 1 ? "" : i), bytes, (long) (1e9 / hz)))
                    .toList();
        }
    }

    private static final class Topic {
        private final String name;
        private final byte[] template;
        private final long periodNanos;
        private long dueNanos;
        private long sent;

        Topic(String name, byte[] template, long periodNanos) {
            this.name = name;
            this.template = template;
            this.periodNanos = periodNanos;
        }

        void sendUntil(long now, Sending sending) {
            for (; dueNanos - now <= 0; dueNanos += periodNanos) {
                send(sending);
            }
        }

        void send(Sending sending) {
            byte[] value = template.clone();
            ByteBuffer.wrap(value)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(FRAME_BYTES, System.currentTimeMillis() / 1e3)
                    .putDouble(FRAME_BYTES + Double.BYTES, (double) sent++);
            sending.send(name, 0, value);
        }
    }
}
