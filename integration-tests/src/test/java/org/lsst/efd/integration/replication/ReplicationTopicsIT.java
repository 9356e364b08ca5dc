package org.lsst.efd.integration.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.integration.Sending;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.TaskNumbers;
import org.lsst.efd.integration.replication.CopyAudit.Copied;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;

/** Topics that appear, vanish, come back, shrink and are merged while the connector runs; none of it restarts a task. */
class ReplicationTopicsIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int TOPICS_AT_ONCE = 10;
    private static final String RETENTION = "retention.ms";
    private static final ConfigResource GROWN = new ConfigResource(ConfigResource.Type.TOPIC, "grown");
    private static final int DAILY_PARTITIONS = Soak.rounds(4, 16);
    private static final int MERGED_PARTITIONS = Soak.rounds(16, 64);

    @RegisterExtension
    static final SharedSite<ReplicationSite> SITE = new SharedSite<>(ReplicationSite.class, ReplicationSite::new);

    private static LocalStack stack;
    private static KafkaCluster summit;
    private static KafkaCluster ldf;
    private static ConnectRest rest;
    private static Schemas there;
    private static CopyAudit audit;
    private static TaskNumbers numbers;

    @BeforeAll
    static void takePlace() {
        ReplicationSite site = SITE.get();
        stack = site.stack();
        summit = site.summit();
        ldf = site.ldf();
        rest = site.rest();
        there = site.there();
        audit = site.audit();
        numbers = site.numbers();
    }

    @Test
    void newTopicsFlowWithoutARestart() throws Exception {
        int topics = Soak.rounds(10, 500);
        rest.put("new", ReplicationConfig.of(stack, "new-\\d+", "topics.refresh.interval.ms", "5000"));
        rest.awaitRunning("new", ReplicationConfig.TASKS);
        long starts = numbers.taskStarts();
        List<Long> waitsMs = new ArrayList<>();
        for (int first = 0; first < topics; first += TOPICS_AT_ONCE) {
            List<String> names = IntStream.range(first, first + TOPICS_AT_ONCE)
                    .mapToObj(number -> "new-" + number)
                    .toList();
            Map<String, Long> sentNs = create(names);
            waitsMs.addAll(awaitFirstRecords(names, sentNs));
        }
        assertThat(waitsMs).hasSize(topics);
        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);
        assertThat(numbers.of("new", "topics-created-total")).isGreaterThanOrEqualTo(topics);
        long[] sorted = waitsMs.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%d new topics with schemas of their own, %d at a time: first record at the target after %d ms (median), "
                        + "%d ms (longest); %d within 10 s; no task restarted%n",
                topics,
                TOPICS_AT_ONCE,
                sorted[sorted.length / 2],
                sorted[sorted.length - 1],
                Arrays.stream(sorted).filter(waitMs -> waitMs <= 10_000).count());
        rest.delete("new");
    }

    /** Makes topics with one record each; when each was sent. */
    private static Map<String, Long> create(List<String> names) throws Exception {
        try (Admin admin = summit.admin();
                Producer<byte[], byte[]> producer = summit.producer()) {
            admin.createTopics(names.stream()
                            .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                            .toList())
                    .all()
                    .get();
            Map<String, Long> sentNs = new HashMap<>();
            for (String name : names) {
                int id = there.register(name + "-value", Schemas.record("New", "x", name.replace('-', '_')));
                GenericRecord value = new GenericData.Record(there.schema(id));
                value.getSchema().getFields().forEach(field -> value.put(field.name(), 1L));
                producer.send(new ProducerRecord<>(name, there.encode(id, value)))
                        .get();
                sentNs.put(name, System.nanoTime());
            }
            return sentNs;
        }
    }

    /** How long after they were sent the records are committed at the target. */
    private static Collection<Long> awaitFirstRecords(List<String> names, Map<String, Long> sentNs) {
        Map<String, Long> waitsMs = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = ldf.consumer()) {
            Await.until("the first records of " + names, LIMIT, () -> {
                Set<String> missing = new HashSet<>(names);
                missing.removeAll(waitsMs.keySet());
                missing.retainAll(consumer.listTopics().keySet());
                List<TopicPartition> partitions = missing.stream()
                        .map(name -> new TopicPartition(name, 0))
                        .toList();
                consumer.assign(partitions);
                consumer.endOffsets(partitions).forEach((partition, end) -> {
                    if (end > 0) {
                        long waitNs = System.nanoTime() - sentNs.getOrDefault(partition.topic(), 0L);
                        waitsMs.put(partition.topic(), waitNs / 1_000_000);
                    }
                });
                return waitsMs.size() == names.size();
            });
        }
        return waitsMs.values();
    }

    @Test
    void dailyTopicsBecomeOne() throws Exception {
        rest.put(
                "daily",
                ReplicationConfig.ofBytes(
                        stack,
                        "ztf_[0-9]{8}_programid1",
                        "topic.rename.regex",
                        "(ztf)_[0-9]{8}_programid1",
                        "topic.rename.replacement",
                        "$1",
                        "target.partitions",
                        Integer.toString(MERGED_PARTITIONS),
                        "partition.mapping",
                        "modulo"));
        rest.awaitRunning("daily", ReplicationConfig.TASKS);
        long starts = numbers.taskStarts();
        List<String> days = new ArrayList<>();
        for (int day = 1; day <= 30; day++) {
            String topic = String.format("ztf_202406%02d_programid1", day);
            days.add(topic);
            summit.createTopic(topic, DAILY_PARTITIONS);
            List<byte[]> alerts = new ArrayList<>();
            for (int alert = 0; alert < 40; alert++) {
                alerts.add((topic + "#" + alert).getBytes(UTF_8));
            }
            summit.append(topic, alerts);
        }
        List<Copied> pairs = audit.await(days, "ztf");
        assertThat(pairs).hasSize(30 * 40).allSatisfy(pair -> {
            assertThat(pair.copy().value()).isEqualTo(pair.sent().value());
            assertThat(pair.copy().partition()).isEqualTo(pair.sent().partition() % MERGED_PARTITIONS);
        });
        assertThat(ldf.ends("ztf")).hasSize(MERGED_PARTITIONS);
        assertThat(ldf.topics()).doesNotContainAnyElementsOf(days);
        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);
        rest.delete("daily");
    }

    @Test
    void dailyTopicsBecomeOneInWhichEachKeyHasItsPartition() throws Exception {
        int days = Soak.rounds(5, 30);
        int keys = 100;
        rest.put(
                "keyed",
                ReplicationConfig.ofBytes(
                        stack,
                        "alerts_[0-9]{8}",
                        "topic.rename.regex",
                        "(alerts)_[0-9]{8}",
                        "topic.rename.replacement",
                        "$1",
                        "target.partitions",
                        Integer.toString(MERGED_PARTITIONS),
                        "partition.mapping",
                        "key"));
        rest.awaitRunning("keyed", ReplicationConfig.TASKS);
        long starts = numbers.taskStarts();
        int sent = 0;
        for (int day = 1; day <= days; day++) {
            String topic = String.format("alerts_202406%02d", day);
            summit.createTopic(topic, DAILY_PARTITIONS);
            try (Sending sending = new Sending(summit.producer())) {
                for (int number = 0; number < 4 * keys; number++, sent++) {
                    sending.send(topic, ("object" + number % keys).getBytes(UTF_8), new byte[] {(byte) day});
                }
            }
        }
        audit.awaitCount("alerts", sent);
        Map<String, Set<Integer>> partitionsOfKeys = new HashMap<>();
        Map<String, Long> lastOffsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> copy : ldf.records("alerts")) {
            String key = new String(copy.key(), UTF_8);
            partitionsOfKeys.computeIfAbsent(key, none -> new HashSet<>()).add(copy.partition());
            Origin origin = Origin.of(copy);
            assertThat(lastOffsets.put(key + " of " + origin.partition(), origin.offset()))
                    .as("the offset before " + origin + ", of the same key")
                    .satisfiesAnyOf(before -> assertThat(before).isNull(), before -> assertThat(before)
                            .isLessThan(origin.offset()));
        }
        assertThat(ldf.records("alerts")).hasSize(sent);
        assertThat(partitionsOfKeys).hasSize(keys);
        assertThat(partitionsOfKeys.values())
                .allSatisfy(partitions -> assertThat(partitions).hasSize(1));
        assertThat(ldf.ends("alerts")).hasSize(MERGED_PARTITIONS);
        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);
        rest.delete("keyed");
    }

    @Test
    void aTargetGetsTheSettingsAndThePartitionsThatItsSourceGets() throws Exception {
        rest.put(
                "grown",
                ReplicationConfig.ofBytes(
                        stack,
                        "grown",
                        "config.sync.interval.ms",
                        "1000",
                        "config.sync.target.overrides",
                        "gr.*:segment.ms:3600000,none.*:segment.ms:1",
                        "target.replication.factor.overrides",
                        "gr.*:1"));
        rest.awaitRunning("grown", ReplicationConfig.TASKS);
        long starts = numbers.taskStarts();
        summit.createTopic("grown", 2);
        summit.append("grown", bytes(1, 2, 3, 4));
        audit.await("grown");
        try (Admin admin = summit.admin()) {
            admin.createPartitions(Map.of("grown", NewPartitions.increaseTo(5)))
                    .all()
                    .get();
            AlterConfigOp aDay = new AlterConfigOp(new ConfigEntry(RETENTION, "86400000"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(GROWN, List.of(aDay))).all().get();
        }
        sendToEach("grown", 5, 100);

        assertThat(audit.await("grown")).hasSize(504).allSatisfy(pair -> assertThat(
                        pair.copy().partition())
                .isEqualTo(pair.sent().partition()));
        assertThat(ldf.ends("grown")).hasSize(5);
        Await.until("the retention of the source at the target", LIMIT, () -> setting(ldf, RETENTION)
                .equals("86400000"));
        assertThat(setting(ldf, "segment.ms")).isEqualTo("3600000");
        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);
        rest.delete("grown");
    }

    private static String setting(KafkaCluster cluster, String name) throws Exception {
        try (Admin admin = cluster.admin()) {
            Collection<Config> configs =
                    admin.describeConfigs(List.of(GROWN)).all().get().values();
            return configs.iterator().next().get(name).value();
        }
    }

    private static void sendToEach(String topic, int partitions, int records) {
        try (Sending sending = new Sending(summit.producer())) {
            for (int number = 0; number < records; number++) {
                for (int partition = 0; partition < partitions; partition++) {
                    sending.send(topic, partition, new byte[] {(byte) number});
                }
            }
        }
    }

    @Test
    void otherNumbersOfTasksAndOfTheirConsumersLoseAndDoubleNothing() {
        summit.createTopic("spread", 12);
        Map<String, String> config = ReplicationConfig.ofBytes(stack, "spread");
        int sent = 0;
        for (List<String> size : List.of(List.of("1", "1"), List.of("4", "2"), List.of("2", "3"))) {
            config.put("tasks.max", size.get(0));
            config.put("consumers.per.task", size.get(1));
            // some before, some while the tasks change
            sendToEach("spread", 12, 20);
            rest.put("spread", config);
            sendToEach("spread", 12, 20);
            rest.awaitRunning("spread", Integer.parseInt(size.get(0)));
            sent += 12 * 40;
            assertThat(audit.await("spread")).hasSize(sent);
        }
        rest.delete("spread");
    }

    @Test
    void aTopicThatIsMadeAgainIsReadFromItsStart() throws Exception {
        rest.put("again", ReplicationConfig.ofBytes(stack, "again"));
        summit.createTopic("again", 1);
        summit.append("again", bytes(1, 2, 3, 4, 5));
        audit.awaitCount("again", 5);
        long starts = numbers.taskStarts();
        delete("again");
        Await.until("the topic to be gone", LIMIT, () -> !summit.topics().contains("again"));
        summit.createTopic("again", 1);
        Await.until("a new beginning", LIMIT, () -> numbers.of("again", "recreated-total") == 1);
        summit.append("again", bytes(6, 7));
        audit.awaitCount("again", 7);
        summit.append("again", bytes(8));
        audit.awaitCount("again", 8);
        assertThat(values("again")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(numbers.logged("again-0: the topic was deleted and made again"))
                .hasSize(1);
        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);

        assertThat(numbers.of("again", "topic-records-total", "topic", "again")).isGreaterThanOrEqualTo(3);
        delete("again");
        Await.until(
                "what is told of the topic to go with it",
                LIMIT,
                () -> numbers.of("again", "topic-records-total", "topic", "again") == 0);
        assertThat(numbers.of("again", "records-total")).isEqualTo(8);
        rest.delete("again");
    }

    private static void delete(String topic) throws Exception {
        try (Admin admin = summit.admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    @Test
    void recordsDeletedBeforeTheyWereCopiedAreCounted() throws Exception {
        rest.put("gap", ReplicationConfig.ofBytes(stack, "gap"));
        summit.createTopic("gap", 1);
        summit.append("gap", bytes(1, 2));
        audit.awaitCount("gap", 2);
        rest.stop("gap");
        rest.awaitState("gap", "STOPPED");
        summit.append("gap", bytes(3, 4, 5, 6));
        try (Admin admin = summit.admin()) {
            admin.deleteRecords(Map.of(new TopicPartition("gap", 0), RecordsToDelete.beforeOffset(5)))
                    .all()
                    .get();
        }
        rest.resume("gap");
        audit.awaitCount("gap", 3);
        assertThat(values("gap")).containsExactly(1, 2, 6);
        assertThat(numbers.of("gap", "records-lost-total")).isEqualTo(3);
        assertThat(numbers.of("gap", "topic-records-lost-total", "topic", "gap"))
                .isEqualTo(3);
        assertThat(numbers.logged("gap-0: 3 records, offsets 2 to 4, were deleted before they could be read"))
                .hasSize(1);
        rest.delete("gap");
    }

    @Test
    void offsetsAreChangedOverRestAndWrongOnesRefused() {
        rest.put("altered", ReplicationConfig.ofBytes(stack, "altered"));
        summit.createTopic("altered", 1);
        summit.append("altered", bytes(1, 2, 3));
        audit.awaitCount("altered", 3);
        rest.stop("altered");
        rest.awaitState("altered", "STOPPED");
        assertThatThrownBy(() -> alter("elsewhere", "{\"offset\": 1}"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("key cluster")
                .hasMessageContaining("must be summit");
        assertThatThrownBy(() -> alter("summit", "{\"offset\": -1}")).hasMessageContaining("key offset");
        assertThatThrownBy(() -> alter("summit", "{\"ofset\": 1}")).hasMessageContaining("unknown keys [ofset]");
        alter("summit", "{\"offset\": 1}");
        resumeAndAwait(5);
        assertThat(values("altered")).containsExactly(1, 2, 3, 2, 3);

        rest.stop("altered");
        rest.awaitState("altered", "STOPPED");
        // a key that Connect wrote in another order would be a second partition
        JsonNode offsets = rest.offsets("altered").path("offsets");
        assertThat(offsets).hasSize(1);
        assertThat(offsets.path(0).path("offset").path("offset").asLong()).isEqualTo(3);
        rest.call("DELETE", "/connectors/altered/offsets", "");
        assertThat(rest.offsets("altered").path("offsets")).isEmpty();
        resumeAndAwait(8);
        assertThat(values("altered")).containsExactly(1, 2, 3, 2, 3, 1, 2, 3);
        rest.delete("altered");
    }

    private static void alter(String cluster, String offset) {
        rest.call(
                "PATCH",
                "/connectors/altered/offsets",
                "{\"offsets\": [{\"partition\": {\"cluster\": \"" + cluster
                        + "\", \"topic\": \"altered\", \"partition\": 0}, \"offset\": " + offset + "}]}");
    }

    private static void resumeAndAwait(int count) {
        rest.resume("altered");
        audit.awaitCount("altered", count);
    }

    private static List<byte[]> bytes(int... values) {
        return Arrays.stream(values)
                .mapToObj(value -> new byte[] {(byte) value})
                .toList();
    }

    private static List<Integer> values(String topic) {
        return ldf.records(topic).stream()
                .map(ConsumerRecord::value)
                .map(value -> (int) value[0])
                .toList();
    }
}
