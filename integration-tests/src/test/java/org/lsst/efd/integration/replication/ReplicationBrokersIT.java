package org.lsst.efd.integration.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.integration.TaskNumbers;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.ComponentOptions;
import org.lsst.efd.quickstart.stack.KafkaBroker;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;

/** A source of two brokers, of which one is out of reach from where the connector is: its cluster does not miss it. */
class ReplicationBrokersIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String NEAR = "of-near";
    private static final String FAR = "of-far";
    private static final String LATE = "led-late";
    /** With three seconds for each of them the limit would be over. */
    private static final int PARTITIONS = 200;

    private static LocalStack stack;
    private static KafkaCluster summit;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster("summit", ComponentOptions::proxied)
                .secondBroker("summit", ComponentOptions::proxied)
                .cluster("ldf")
                .workers("ldf", 1)
                .start();
        summit = stack.cluster("summit");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aBrokerOutOfReachHoldsUpNothingOfTheOther() throws Exception {
        create(NEAR, KafkaCluster.ID, PARTITIONS);
        create(FAR, KafkaBroker.ID, PARTITIONS);
        append(NEAR, PARTITIONS);
        append(FAR, PARTITIONS);
        stack.secondBroker("summit").proxy().drop();
        ConnectRest rest = stack.connect("ldf").rest();
        long startNs = System.nanoTime();
        rest.put(
                "brokers",
                ReplicationConfig.ofBytes(
                        stack,
                        "of-.*",
                        "source.bootstrap.servers",
                        summit.proxiedBootstrapServers(),
                        "tasks.max",
                        "1"));
        CopyAudit audit = new CopyAudit(stack);
        TaskNumbers numbers = new TaskNumbers(stack.connect("ldf"));
        audit.awaitCount(NEAR, PARTITIONS);
        tell("partitions of the broker within reach are copied", startNs);
        Await.until(
                "all partitions of the broker out of reach wait",
                LIMIT,
                () -> numbers.of("brokers", "waiting-partitions", "reason", "source") == PARTITIONS);
        tell("partitions of the other wait", startNs);
        append(NEAR, PARTITIONS);
        audit.awaitCount(NEAR, 2 * PARTITIONS);
        assertThat(stack.cluster("ldf").records(FAR)).isEmpty();

        long starts = numbers.taskStarts();
        long restoredNs = System.nanoTime();
        stack.secondBroker("summit").proxy().restore();
        assertThat(audit.await(FAR)).hasSize(PARTITIONS);
        tell("partitions of the other are copied when it is back", restoredNs);
        assertThat(audit.await(NEAR)).hasSize(2 * PARTITIONS);
        Await.until("nothing waits", LIMIT, () -> numbers.of("brokers", "waiting-partitions") == 0);
        Await.until(
                "the topic has caught up", LIMIT, () -> numbers.of("brokers", "topic-lag-seconds", "topic", FAR) == 0);

        long lostNs = System.nanoTime();
        stack.secondBroker("summit").proxy().drop();
        append(FAR, PARTITIONS);
        Await.until(
                "all partitions of the broker that is lost while they are read wait",
                LIMIT,
                () -> numbers.of("brokers", "waiting-partitions", "reason", "source") == PARTITIONS);
        tell("partitions wait of the broker that was lost", lostNs);
        Await.until(
                "their topic falls behind", LIMIT, () -> numbers.of("brokers", "topic-lag-seconds", "topic", FAR) > 0);
        assertThat(numbers.of("brokers", "topic-waiting-partitions", "topic", FAR))
                .isEqualTo(PARTITIONS);
        assertThat(numbers.of("brokers", "lag-seconds")).isPositive();
        append(NEAR, PARTITIONS);
        audit.awaitCount(NEAR, 3 * PARTITIONS);
        assertThat(numbers.of("brokers", "waiting-partitions", "reason", "source"))
                .isEqualTo(PARTITIONS);
        long backNs = System.nanoTime();
        stack.secondBroker("summit").proxy().restore();
        assertThat(audit.await(FAR)).hasSize(2 * PARTITIONS);
        tell("partitions are copied again when it is back", backNs);
        Await.until("nothing waits any more", LIMIT, () -> numbers.of("brokers", "waiting-partitions") == 0);
        Await.until(
                "their topic has caught up",
                LIMIT,
                () -> numbers.of("brokers", "topic-lag-seconds", "topic", FAR) == 0);
        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);
        rest.delete("brokers");
    }

    @Test
    void whatHadNoLeaderIsCopiedWhenItHasOneAlsoWhereNothingElseIsRead() throws Exception {
        int few = 4;
        create(LATE, KafkaBroker.ID, few);
        append(LATE, few);
        stack.secondBroker("summit").stop();
        ConnectRest rest = stack.connect("ldf").rest();
        rest.put("late", ReplicationConfig.ofBytes(stack, LATE, "tasks.max", "1"));
        TaskNumbers numbers = new TaskNumbers(stack.connect("ldf"));
        Await.until(
                "all partitions wait for a leader",
                LIMIT,
                () -> numbers.of("late", "waiting-partitions", "reason", "no-leader") == few);
        stack.secondBroker("summit").start();
        assertThat(new CopyAudit(stack).await(LATE)).hasSize(few);
        rest.delete("late");
    }

    @Test
    void aSourceWhoseNameIsNotKnownIsNoFailure() throws Exception {
        ConnectRest rest = stack.connect("ldf").rest();
        rest.put(
                "unnamed",
                ReplicationConfig.ofBytes(
                        stack, "of-.*", "source.bootstrap.servers", "no-such-name.invalid:9092", "tasks.max", "1"));
        TaskNumbers numbers = new TaskNumbers(stack.connect("ldf"));
        Await.until("the name is not known", LIMIT, () -> !numbers.logged("The name service knows no broker")
                .isEmpty());
        rest.awaitRunning("unnamed", 1);
        rest.delete("unnamed");
    }

    private static void tell(String what, long sinceNs) {
        System.out.printf(Locale.ROOT, "%d %s after %.1f s%n", PARTITIONS, what, (System.nanoTime() - sinceNs) / 1e9);
    }

    private static void create(String topic, int broker, int partitions)
            throws ExecutionException, InterruptedException {
        Map<Integer, List<Integer>> brokers = new HashMap<>();
        IntStream.range(0, partitions).forEach(partition -> brokers.put(partition, List.of(broker)));
        try (Admin admin = summit.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, brokers))).all().get();
        }
    }

    /** A record more in each partition. */
    private static void append(String topic, int partitions) throws ExecutionException, InterruptedException {
        try (Producer<byte[], byte[]> producer = summit.producer()) {
            List<Future<RecordMetadata>> sent = IntStream.range(0, partitions)
                    .mapToObj(partition ->
                            producer.send(new ProducerRecord<>(topic, partition, null, topic.getBytes(UTF_8))))
                    .toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }
}
