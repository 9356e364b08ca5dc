package org.lsst.efd.integration.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.integration.Sending;
import org.lsst.efd.integration.SharedData;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.TaskNumbers;
import org.lsst.efd.integration.replication.CopyAudit.Copied;
import org.lsst.efd.integration.telemetry.TelemetryConfig;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.Component;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.SchemaReference;
import org.lsst.efd.registry.WireFormat;

/** Two clusters, two registries whose ids collide, two workers: what arrives is what was sent. */
class ReplicationFlowIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @RegisterExtension
    static final SharedSite<ReplicationSite> SITE = new SharedSite<>(ReplicationSite.class, ReplicationSite::new);

    private static LocalStack stack;
    private static KafkaCluster summit;
    private static ConnectRest rest;
    private static Schemas there;
    private static Schemas here;
    private static CopyAudit audit;
    private static TaskNumbers numbers;

    @BeforeAll
    static void takePlace() {
        ReplicationSite site = SITE.get();
        stack = site.stack();
        summit = site.summit();
        rest = site.rest();
        there = site.there();
        here = site.here();
        audit = site.audit();
        numbers = site.numbers();
    }

    @Test
    void realSchemasAndTelemetryMeanTheSameAtTheTarget() throws Exception {
        Map<String, List<String>> schemas = realSchemas(SharedData.folder("sal"));
        rest.put("real", ReplicationConfig.of(stack, "lsst\\.sal\\..*"));
        rest.put("telemetry", telemetry());
        for (Map.Entry<String, List<String>> topic : schemas.entrySet()) {
            summit.createTopic(topic.getKey(), 2);
            sendRandom(topic.getKey(), topic.getValue(), 40);
        }
        int copied = 0;
        for (String topic : schemas.keySet()) {
            copied += assertMeaningIsKept(topic);
        }
        for (String topic : List.of("lsst.sal.Flow.telemetry-000", "lsst.sal.Flow.telemetry-001")) {
            Await.until(
                    "all of " + topic,
                    LIMIT,
                    () -> summit.topics().contains(topic)
                            && summit.records(topic).size() == 400);
            copied += assertMeaningIsKept(topic);
        }
        System.out.printf(
                "%d records of %d topics with real schemas and 2 of telemetry decode to what was sent%n",
                copied, schemas.size());
        rest.delete("telemetry");
        rest.delete("real");
    }

    /** By topic: the older schema first, where there are two. */
    private static Map<String, List<String>> realSchemas(Path folder) throws IOException {
        Map<String, List<String>> schemas = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".avsc")) {
                    String topic = name.replaceFirst("(\\.salkafka)?\\.avsc$", "");
                    schemas.computeIfAbsent(topic, none -> new ArrayList<>()).add(Files.readString(file));
                }
            }
        }
        assertThat(schemas).isNotEmpty();
        return schemas;
    }

    private static Map<String, String> telemetry() {
        Map<String, String> config =
                TelemetryConfig.generate(stack.registry("summit"), "lsst.sal.Flow.telemetry-", 2, 200, 400);
        config.put("transaction.boundary", "interval");
        config.put("transaction.boundary.interval.ms", "200");
        for (String client : List.of("producer", "consumer", "admin")) {
            config.put(client + ".override.bootstrap.servers", summit.bootstrapServers());
        }
        return config;
    }

    private static void sendRandom(String topic, List<String> schemas, int records) throws Exception {
        List<Integer> ids = new ArrayList<>();
        schemas.forEach(text -> ids.add(there.register(topic + "-value", text)));
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int number = 0; number < records; number++) {
            int id = ids.get(number % ids.size());
            Object value =
                    new RandomData(there.schema(id), 1, number).iterator().next();
            all.add(new ProducerRecord<>(topic, number % 2, null, there.encode(id, value)));
        }
        send(all);
    }

    /** Each value decodes with the target's registry to what the source's makes of it; ids differ, texts do not. */
    private static int assertMeaningIsKept(String topic) {
        List<Copied> pairs = audit.await(topic);
        assertThat(pairs).as("records of " + topic).isNotEmpty();
        for (Copied pair : pairs) {
            assertMeaningIsKept(pair.sent().value(), pair.copy().value());
        }
        return pairs.size();
    }

    private static void assertMeaningIsKept(byte[] sent, byte[] copy) {
        int idThere = WireFormat.schemaId(sent);
        int idHere = WireFormat.schemaId(copy);
        assertThat(idHere).isNotEqualTo(idThere).isGreaterThan(ReplicationSite.OCCUPIED_IDS);
        assertThat(here.text(idHere)).isEqualTo(there.text(idThere));
        assertThat(here.decode(copy)).isEqualTo(there.decode(sent));
    }

    @Test
    void schemasEvolveWhileRecordsFlow() throws Exception {
        rest.put("evolving", ReplicationConfig.of(stack, "evolving"));
        summit.createTopic("evolving", 3);
        there.register("Point", Schemas.record("Point", "x", "y"));
        List<String> versions = List.of(
                Schemas.record("Evolving", "number"),
                Schemas.record("Evolving", "number", "force"),
                Schemas.record("Evolving", "number", "force", "torque"));
        List<Integer> ids = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
        for (String version : versions) {
            // nobody has announced this one: the first record that bears its id brings it
            ids.add(there.register("evolving-value", version));
            send(numbered("evolving", ids, sent, 60));
            audit.awaitCount("evolving", sent.size());
        }
        int referring = there.register(
                "evolving-value",
                "{\"type\": \"record\", \"name\": \"Line\", \"fields\": [{\"name\": \"end\", \"type\": \"Point\"}]}",
                new SchemaReference("Point", "Point", 1));
        GenericRecord end = point(3, 4);
        GenericRecord line = new GenericData.Record(there.schema(referring));
        line.put("end", end);
        send(List.of(new ProducerRecord<>("evolving", 0, null, there.encode(referring, line))));

        List<Copied> pairs = audit.await("evolving");
        assertThat(pairs).hasSize(181);
        pairs.forEach(
                pair -> assertMeaningIsKept(pair.sent().value(), pair.copy().value()));
        assertThat(here.versions("evolving-value")).containsExactly(1, 2, 3, 4);
        assertThat(here.versions("Point")).containsExactly(1);
        rest.delete("evolving");
    }

    private static GenericRecord point(long x, long y) {
        GenericRecord point =
                new GenericData.Record(there.schema(there.register("Point", Schemas.record("Point", "x", "y"))));
        point.put("x", x);
        point.put("y", y);
        return point;
    }

    /** Records with the known ids in turn, added to those sent before. */
    private static List<ProducerRecord<byte[], byte[]>> numbered(
            String topic, List<Integer> ids, List<ProducerRecord<byte[], byte[]>> before, int count) {
        List<ProducerRecord<byte[], byte[]>> more = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = ids.get(i % ids.size());
            GenericRecord value = new GenericData.Record(there.schema(id));
            value.getSchema().getFields().forEach(field -> value.put(field.name(), (long) before.size()));
            more.add(new ProducerRecord<>(topic, i % 3, null, there.encode(id, value)));
        }
        before.addAll(more);
        return more;
    }

    @Test
    void everyPartOfARecordIsKept() throws Exception {
        rest.put("faithful", ReplicationConfig.of(stack, "faithful"));
        summit.createTopic("faithful", 3);
        int keyId = there.register("faithful-key", "\"string\"");
        int valueId = there.register("faithful-value", Schemas.record("Faithful", "x"));
        byte[] key = there.encode(keyId, "azimuth");
        GenericRecord x = new GenericData.Record(there.schema(valueId));
        x.put("x", 7L);
        byte[] value = there.encode(valueId, x);
        try (Producer<byte[], byte[]> producer = transactional()) {
            producer.initTransactions();
            for (byte[] someKey : nullOr(key, "bare".getBytes(UTF_8))) {
                // a tombstone, one with a schema, empty, shorter than an id, text
                for (byte[] someValue : nullOr(value, new byte[0], new byte[] {0, 1}, "text".getBytes(UTF_8))) {
                    producer.beginTransaction();
                    Future<RecordMetadata> aborted = producer.send(withHeaders(1, someKey, someValue));
                    aborted.get();
                    producer.abortTransaction();
                    producer.beginTransaction();
                    Future<RecordMetadata> committed = producer.send(withHeaders(2, someKey, someValue));
                    committed.get();
                    producer.commitTransaction();
                }
            }
        }
        List<Copied> pairs = audit.await("faithful");
        assertThat(pairs).hasSize(15);
        for (Copied pair : pairs) {
            assertThat(pair.copy().partition()).isEqualTo(2);
            assertThat(pair.copy().timestamp()).isEqualTo(pair.sent().timestamp());
            assertThat(pair.copy().timestampType()).isEqualTo(pair.sent().timestampType());
            assertThat(meaning(here, pair.copy().key()))
                    .isEqualTo(meaning(there, pair.sent().key()));
            assertThat(meaning(here, pair.copy().value()))
                    .isEqualTo(meaning(there, pair.sent().value()));
            List<String> headers = headers(pair.copy());
            assertThat(headers.subList(0, headers.size() - Origin.HEADERS)).isEqualTo(headers(pair.sent()));
            assertThat(headers.subList(headers.size() - Origin.HEADERS, headers.size()))
                    .containsExactly(
                            "efd.source.cluster=summit",
                            "efd.source.topic=faithful",
                            "efd.source.partition=2",
                            "efd.source.offset=" + pair.sent().offset());
        }
        assertThat(numbers.of("faithful", "offset-jumps-total"))
                .as("offsets that transactions took")
                .isPositive();
        assertThat(numbers.of("faithful", "records-lost-total")).isZero();
        rest.delete("faithful");
    }

    private static List<byte @Nullable []> nullOr(byte[]... others) {
        List<byte @Nullable []> all = new ArrayList<>(List.of(others));
        all.add(null);
        return all;
    }

    private static Producer<byte[], byte[]> transactional() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", summit.bootstrapServers());
        config.put("transactional.id", "faithful");
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> withHeaders(
            int attempt, byte @Nullable [] key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("faithful", 2, 1_700_000_000_123L + attempt, key, value);
        record.headers()
                .add("ident", new byte[] {0, -1, (byte) attempt})
                .add("twice", "one".getBytes(UTF_8))
                .add("none", null)
                .add("twice", "two".getBytes(UTF_8));
        return record;
    }

    /** What a framed message says, and the bytes of any other. */
    private static Object meaning(Schemas site, byte @Nullable [] message) {
        if (message == null) {
            return "null";
        }
        return WireFormat.isFramed(message) ? site.decode(message) : new String(message, UTF_8);
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        List<String> all = new ArrayList<>();
        for (Header header : record.headers()) {
            all.add(header.key() + "=" + (header.value() == null ? "null" : new String(header.value(), UTF_8)));
        }
        return all;
    }

    @Test
    void recordsWithoutARegisteredSchemaFollowThePolicy() throws Exception {
        byte[] unknown = WireFormat.frame(1_000_000, new byte[] {1});
        byte[] plain = "plain".getBytes(UTF_8);
        GenericRecord x = new GenericData.Record(
                there.schema(there.register("unregistered-value", Schemas.record("Unregistered", "x"))));
        x.put("x", 1L);
        byte[] known = there.encode(there.register("unregistered-value", Schemas.record("Unregistered", "x")), x);
        for (String policy : List.of("pass", "skip", "wait", "unframed")) {
            summit.createTopic("unregistered-" + policy, 1);
            summit.append("unregistered-" + policy, List.of(known, policy.equals("unframed") ? plain : unknown, known));
            rest.put("unregistered-" + policy, unregistered(policy));
        }
        audit.awaitCount("unregistered-pass", 3);
        assertThat(stack.cluster("ldf").records("unregistered-pass").get(1).value())
                .isEqualTo(unknown);
        audit.awaitCount("unregistered-skip", 2);
        awaitNumber("unregistered-skip", "records-skipped-total", 1);
        Await.until(
                "a partition that waits",
                LIMIT,
                () -> numbers.of("unregistered-wait", "waiting-partitions", "reason", "schema-unknown") == 1);
        Await.until(
                "a partition that has failed",
                LIMIT,
                () -> numbers.of("unregistered-unframed", "failed-partitions", "reason", "unframed") == 1);
        for (String held : List.of("unregistered-wait", "unregistered-unframed")) {
            assertThat(stack.cluster("ldf").records(held)).hasSize(1);
        }
        assertThat(numbers.logged("unregistered-unframed-0 is not copied any more"))
                .anyMatch(line -> line.contains("schema.unframed=pass"));
        for (String policy : List.of("pass", "skip", "wait", "unframed")) {
            rest.delete("unregistered-" + policy);
        }
    }

    private static Map<String, String> unregistered(String policy) {
        boolean isUnframed = policy.equals("unframed");
        return ReplicationConfig.of(
                stack,
                "unregistered-" + policy,
                "schema.unknown",
                isUnframed ? "wait" : policy,
                "schema.unknown.timeout.ms",
                "1000",
                "schema.unframed",
                isUnframed ? "fail" : "pass");
    }

    private static void awaitNumber(String connector, String metric, long wanted) {
        Await.until(
                metric + " of " + connector + " to be " + wanted, LIMIT, () -> numbers.of(connector, metric) == wanted);
    }

    @Test
    void aSchemaThatComesAfterItsDataCostsItsWaitAndNoMore() throws Exception {
        rest.put("late", ReplicationConfig.of(stack, "late(-other)?"));
        summit.createTopic("late", 1);
        summit.createTopic("late-other", 1);
        int next = there.register("late-before", Schemas.record("Before", "x")) + 1;
        // one long
        summit.append("late", List.of(WireFormat.frame(next, new byte[] {14})));
        Await.until(
                "a partition that waits",
                LIMIT,
                () -> numbers.of("late", "waiting-partitions", "reason", "schema-unknown") == 1);
        summit.append("late-other", List.of("not held".getBytes(UTF_8)));
        audit.awaitCount("late-other", 1);
        assertThat(there.register("late-value", Schemas.record("Late", "x"))).isEqualTo(next);
        assertMeaningIsKept("late");
        rest.delete("late");
    }

    @Test
    void preserveKeepsTheIdsAndVerifyFindsWhatDiffers() throws Exception {
        try (InTestRegistry from = InTestRegistry.start();
                InTestRegistry to = InTestRegistry.start()) {
            from.register("elsewhere", Schemas.record("Elsewhere", "x"));
            int id = from.register("kept-value", Schemas.record("Kept", "x"));
            byte[] message = WireFormat.frame(id, new byte[] {14});
            summit.createTopic("kept", 1);
            summit.append("kept", List.of(message));
            rest.put("preserve", registries("kept", "preserve", from, to));
            Copied kept = audit.await("kept").get(0);
            assertThat(kept.copy().value()).isEqualTo(message);
            assertThat(to.contents())
                    .anyMatch(schema -> schema.id() == id && schema.subject().equals("kept-value"));

            // the same id with another meaning
            int planted = from.register("planted-value", Schemas.record("Planted", "x"));
            to.register("filler-value", Schemas.record("Filler", "x"));
            assertThat(to.contents()).anyMatch(schema -> schema.id() == planted);
            summit.createTopic("verified", 1);
            summit.append("verified", List.of(message, WireFormat.frame(planted, new byte[] {14})));
            rest.put("verify", registries("verified", "verify", from, to));
            Await.until(
                    "a partition that waits",
                    LIMIT,
                    () -> numbers.of("verify", "waiting-partitions", "reason", "schema-conflict") == 1);
            assertThat(stack.cluster("ldf").records("verified")).hasSize(1);
            rest.delete("preserve");
            rest.delete("verify");
        }
    }

    private static Map<String, String> registries(String topic, String mode, InTestRegistry from, InTestRegistry to) {
        return ReplicationConfig.ofBytes(
                stack,
                topic,
                "schema.sync.mode",
                mode,
                "source.schema.registry.url",
                from.url().toString(),
                "target.schema.registry.url",
                to.url().toString());
    }

    @Test
    void decodedRecordsPassTransformsAndAreEncodedAgain() throws Exception {
        int id = there.register("decoded-value", Schemas.record("Decoded", "kept", "dropped"));
        GenericRecord value = new GenericData.Record(there.schema(id));
        value.put("kept", 5L);
        value.put("dropped", 6L);
        summit.createTopic("decoded", 1);
        summit.append("decoded", List.of(there.encode(id, value)));
        rest.put(
                "decoded",
                ReplicationConfig.ofBytes(
                        stack,
                        "decoded",
                        "source.value.converter",
                        ReplicationConfig.AVRO,
                        "source.value.converter.schema.registry.url",
                        stack.registry("summit").url(),
                        "value.converter",
                        ReplicationConfig.AVRO,
                        "value.converter.schema.registry.url",
                        stack.registry("ldf").url(),
                        "transforms",
                        "drop",
                        "transforms.drop.type",
                        "org.apache.kafka.connect.transforms.ReplaceField$Value",
                        "transforms.drop.exclude",
                        "dropped"));
        GenericRecord copy =
                (GenericRecord) here.decode(audit.await("decoded").get(0).copy().value());
        assertThat(copy.getSchema().getFields()).hasSize(1);
        assertThat(copy.get("kept")).isEqualTo(5L);
        rest.delete("decoded");
    }

    @Test
    void positionsOfRecordsThatATransformDropsAreStoredAndPublishedAtTheSource() throws Exception {
        summit.createTopic("filtered", 1);
        summit.append("filtered", List.of(new byte[] {1}, new byte[] {2}, new byte[] {3}));
        rest.put(
                "filtered",
                ReplicationConfig.ofBytes(
                        stack,
                        "filtered",
                        "source.consumer.group.id",
                        "looked-at-by-lag-tools",
                        "transforms",
                        "filter",
                        "transforms.filter.type",
                        "org.apache.kafka.connect.transforms.Filter",
                        "transforms.filter.predicate",
                        "unwanted",
                        "predicates",
                        "unwanted",
                        "predicates.unwanted.type",
                        "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
                        "predicates.unwanted.pattern",
                        "filtered"));
        Await.until("a stored position", LIMIT, () -> storedOffset("filtered") == 3);
        try (Admin admin = summit.admin()) {
            Await.until("the same in a group of the source", LIMIT, () -> {
                OffsetAndMetadata published = admin.listConsumerGroupOffsets("looked-at-by-lag-tools")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition("filtered", 0));
                return published != null && published.offset() == 3;
            });
        }
        rest.delete("filtered");
    }

    @Test
    void littleIsReadAgainOfWhatATransformDroppedBeforeAKill() {
        int records = Soak.rounds(60_000, 2_000_000);
        int most = 5_000;
        int batch = 5_000;
        summit.createTopic("sparse", 1);
        try (Sending sending = new Sending(summit.producer())) {
            for (int number = 0; number < records; number++) {
                byte[] value = number % 1_000_000 == 10_000 ? new byte[] {1} : null;
                sending.send(new ProducerRecord<>("sparse", new byte[100], value));
            }
        }
        rest.put("sparse", sparse(most));
        // slow enough to be seen on its way
        long read = Await.value(
                "half of the records to be read", LIMIT, () -> Optional.of(numbers.of("sparse", "records-total"))
                        .filter(count -> count > records / 2));
        stack.connect("ldf").workers().forEach(Component::kill);
        stack.connect("ldf").workers().forEach(Component::start);
        rest.awaitRunning("sparse", ReplicationConfig.TASKS);
        long stored = Await.value("a stored position", LIMIT, () -> Optional.of(storedOffset("sparse"))
                .filter(offset -> offset > 0));
        System.out.printf(
                "%d of %d records were read before the kill, and are read again from %d on%n", read, records, stored);
        assertThat(stored).isGreaterThan(read - most - batch);
        Await.until("all to be read", LIMIT, () -> storedOffset("sparse") > records - most - batch);
        assertThat(stack.cluster("ldf").records("sparse")).hasSize(1 + (records - 10_001) / 1_000_000);
        rest.delete("sparse");
    }

    private static long storedOffset(String connector) {
        return rest.offsets(connector)
                .path("offsets")
                .path(0)
                .path("offset")
                .path("offset")
                .asLong();
    }

    /** Tombstones are dropped; heartbeats are none. */
    private static Map<String, String> sparse(int heartbeatMaxRecords) {
        return ReplicationConfig.ofBytes(
                stack,
                "sparse",
                "heartbeat.max.records",
                Integer.toString(heartbeatMaxRecords),
                "heartbeat.interval.ms",
                "3600000",
                "throughput.max.bytes.per.sec",
                "2000000",
                "batch.max.bytes",
                "500000",
                "transforms",
                "filter",
                "transforms.filter.type",
                "org.apache.kafka.connect.transforms.Filter",
                "transforms.filter.predicate",
                "tombstone",
                "predicates",
                "tombstone",
                "predicates.tombstone.type",
                "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone");
    }

    @Test
    void aConverterThatWouldChangeRecordsIsRefusedWithItsName() {
        Map<String, String> config = ReplicationConfig.ofBytes(stack, "converted");
        config.put("header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter");
        assertThatThrownBy(() -> rest.put("converted", config))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("answered 400")
                .hasMessageContaining("ByteArrayConverter");
    }

    private static void send(List<ProducerRecord<byte[], byte[]>> records)
            throws ExecutionException, InterruptedException {
        try (Producer<byte[], byte[]> producer = summit.producer()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }
}
