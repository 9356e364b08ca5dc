package org.lsst.efd.integration.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.TaskNumbers;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.registry.WireFormat;

/** How old records are when they arrive: beside others that cannot be copied, and from far away. */
class ReplicationLatencyIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(Soak.rounds(5, 60));
    private static final long LATE_MS = 1_000;
    /** A round trip between a summit in Chile and California takes 170 ms. */
    private static final Duration ONE_WAY = Duration.ofMillis(85);

    private static final String HIDDEN = "bad-hidden";
    private static final String LARGE = "bad-large";
    private static final String UNKNOWN = "bad-unknown";
    private static final String DAMAGED = "bad-damaged";

    @RegisterExtension
    static final SharedSite<ReplicationSite> SITE = new SharedSite<>(ReplicationSite.class, ReplicationSite::new);

    private static ReplicationSite site;
    private static KafkaCluster summit;
    private static ConnectRest rest;

    @BeforeAll
    static void takePlace() {
        site = SITE.get();
        summit = site.summit();
        rest = site.rest();
    }

    @Test
    void partitionsThatCannotBeCopiedDelayNoOther() throws Exception {
        for (String topic : List.of(HIDDEN, UNKNOWN, DAMAGED)) {
            summit.createTopic(topic, 1);
        }
        allow(AclOperation.DESCRIBE);
        summit.append(HIDDEN, List.of("seen later".getBytes(UTF_8)));
        summit.append(UNKNOWN, List.of(WireFormat.frame(1_000_000, new byte[] {1})));
        sendLarge();
        for (String text : List.of("first", "second", "third")) {
            // in a batch of its own
            summit.append(DAMAGED, List.of(text.getBytes(UTF_8)));
        }
        flipInSecondBatch();
        try (LatencyProbe probe = new LatencyProbe(site, "good-", 10, 200, 500)) {
            rest.put("isolated", isolated());
            TaskNumbers numbers = site.numbers();
            Await.until(
                    "four partitions that tell their reasons",
                    LIMIT,
                    () -> numbers.of("isolated", "waiting-partitions", "reason", "unauthorised") == 1
                            && numbers.of("isolated", "waiting-partitions", "reason", "damaged") == 1
                            && numbers.of("isolated", "waiting-partitions", "reason", "schema-unknown") == 1
                            && numbers.of("isolated", "failed-partitions", "reason", "oversize") == 1);
            long starts = numbers.taskStarts();
            LatencyProbe.Ages ages = probe.ages(LOOK);
            System.out.println("beside four partitions that cannot be copied: " + ages);
            assertThat(ages.sortedMs()).isNotEmpty();
            if (Soak.rounds(0, 1) == 1) {
                assertThat(ages.most()).isLessThan(LATE_MS);
            }

            allow(AclOperation.READ);
            site.audit().awaitCount(HIDDEN, 1);
            flipInSecondBatch();
            site.audit().awaitCount(DAMAGED, 3);
            assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);
            assertThat(numbers.logged(LARGE + "-0 is not copied any more"))
                    .anyMatch(line -> line.contains("oversize.policy=skip"));
        }
        rest.delete("isolated");
    }

    private static Map<String, String> isolated() {
        return ReplicationConfig.of(
                site.stack(),
                "good-\\d+|bad-.*",
                "source.bootstrap.servers",
                summit.securedBootstrapServers(),
                "source.security.protocol",
                "SASL_PLAINTEXT",
                "source.sasl.mechanism",
                "PLAIN",
                "source.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + ReplicationSite.READER
                        + "\" password=\"" + ReplicationSite.READER + "\";",
                "schema.unknown",
                "wait",
                "schema.unframed",
                "pass");
    }

    /** Lets the reader do this with the hidden topic, and nothing else but what it may do already. */
    private static void allow(AclOperation operation) throws ExecutionException, InterruptedException {
        try (Admin admin = summit.admin()) {
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, HIDDEN, PatternType.LITERAL),
                            new AccessControlEntry(
                                    "User:" + ReplicationSite.READER, "*", operation, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
    }

    private static void sendLarge() throws ExecutionException, InterruptedException {
        int bytes = 2_000_000;
        NewTopic topic = new NewTopic(LARGE, Optional.of(1), Optional.empty())
                .configs(Map.of("max.message.bytes", Integer.toString(2 * bytes)));
        try (Admin admin = summit.admin();
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", summit.bootstrapServers(), "max.request.size", 2 * bytes),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(topic)).all().get();
            producer.send(new ProducerRecord<>(LARGE, "x".repeat(bytes).getBytes(UTF_8)))
                    .get();
        }
    }

    /** Damages the last byte of the second batch in the broker's file, or makes it good again. */
    private static void flipInSecondBatch() throws IOException {
        // a batch: its first offset in 8 bytes, and in 4 bytes the length of the rest
        int head = 12;
        try (FileChannel file = FileChannel.open(
                summit.firstSegment(new TopicPartition(DAMAGED, 0)),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            int second = head + bytes.getInt(8);
            int last = second + head + bytes.getInt(second + 8) - 1;
            ByteBuffer flipped = ByteBuffer.wrap(new byte[] {(byte) ~bytes.get(last)});
            file.write(flipped, last);
        }
    }

    @Test
    void aDistantSourceIsCopiedAtTheRateOfASite() {
        summit.proxy().delay(ONE_WAY);
        try (LatencyProbe probe = new LatencyProbe(site, "distant-", 10, 1_330, 1_430)) {
            rest.put(
                    "distant",
                    ReplicationConfig.ofBytes(
                            site.stack(),
                            "distant-\\d+",
                            "source.bootstrap.servers",
                            summit.proxiedBootstrapServers(),
                            "tasks.max",
                            "1"));
            LatencyProbe.Ages ages = probe.ages(LOOK);
            System.out.println("1.9 MB/s through one task over round trips of 170 ms: " + ages);
            assertThat(ages.sortedMs()).isNotEmpty();
            if (Soak.rounds(0, 1) == 1) {
                assertThat(ages.p99()).isLessThan(LATE_MS);
            }
        } finally {
            summit.proxy().restore();
        }
        rest.delete("distant");
    }
}
