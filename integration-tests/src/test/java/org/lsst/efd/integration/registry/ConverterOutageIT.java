package org.lsst.efd.integration.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.ComponentOptions;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SchemaRegistry;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.WireFormat;

/**
 * A sink that tolerates all errors, and a registry that is away, late or ignorant: what is good is delivered, and the dead
 * letter queue holds what is bad and nothing else. No topic has a subject of its own: all were renamed.
 */
final class ConverterOutageIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static LocalStack stack;
    private static RegistryClient client;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .plugins(
                        Path.of(System.getProperty("efd.plugins.directory")),
                        Path.of("target", "test-plugins").toAbsolutePath())
                .cluster("site")
                .registry("site", ComponentOptions::proxied)
                .workers("site", 1)
                .start();
        client = RegistryClient.open(RegistryOptions.of(URI.create(registry().url())));
    }

    @AfterAll
    static void stop() {
        client.close();
        stack.close();
    }

    @Test
    void anOutageInMidStreamLosesNothingAndFillsNoDeadLetterQueue() throws IOException, InterruptedException {
        int known = register("Known");
        int newer = register("Newer");
        startSink("outage", Map.of());
        kafka().append("outage", messages(known, 0, 100));
        awaitNumbers("outage", upTo(100));

        registry().proxy().cut();
        kafka().append("outage", messages(known, 100, 150));
        kafka().append("outage", messages(newer, 150, 200));
        Thread.sleep(Duration.ofSeconds(Soak.rounds(10, 60)).toMillis());
        kafka().append("outage", messages(known, 200, 250));
        registry().proxy().restore();

        awaitNumbers("outage", upTo(250));
        assertThat(deadLetters("outage")).isEmpty();
    }

    @Test
    void dataThatComesBeforeItsSchemaIsDelivered() throws IOException, InterruptedException {
        int last = register("Early");
        // longer than any machine stands still between the record and its schema
        startSink("late", Map.of("value.converter.unknown.schema.timeout.ms", "240000"));
        kafka().append("late", messages(last, 0, 1));
        kafka().append("late", messages(last + 1, 1, 2));
        awaitNumbers("late", upTo(1));
        Thread.sleep(Duration.ofSeconds(Soak.rounds(5, 20)).toMillis());

        assertThat(register("Late")).isEqualTo(last + 1);

        awaitNumbers("late", upTo(2));
        assertThat(deadLetters("late")).isEmpty();
    }

    @Test
    void aThousandUnknownIdsInOnePollAreBadRecordsAndTheTaskStaysInItsGroup() throws Exception {
        int known = register("Good");
        // in the soak as long as by default: the budget for all waits ends them before the consumer's poll limit
        String patienceMs = Integer.toString(Soak.rounds(10, 60_000));
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            messages.addAll(messages(1_000_000 + i, 0, 1));
        }
        messages.addAll(messages(known, 1, 5));
        startSink(
                "unknown",
                Map.of(
                        "value.converter.unknown.schema.timeout.ms",
                        patienceMs,
                        "consumer.override.max.poll.records",
                        "2000"));
        kafka().append("unknown", messages(known, 0, 1));
        awaitNumbers("unknown", upTo(1));
        List<String> members = membersOf("connect-unknown");
        assertThat(members).hasSize(1);

        kafka().append("unknown", messages);

        awaitNumbers("unknown", upTo(5));
        List<ConsumerRecord<byte[], byte[]>> bad = deadLetters("unknown");
        assertThat(bad).hasSize(1000);
        assertThat(bad).allMatch(ConverterOutageIT::saysWhichIdIsUnknown);
        assertThat(membersOf("connect-unknown")).isEqualTo(members);
    }

    private void startSink(String topic, Map<String, String> settings) {
        kafka().createTopic(topic, 1);
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector");
        config.put("topics", topic);
        config.put("file", file(topic).toString());
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.lsst.efd.connect.avro.AvroConverter");
        config.put("value.converter.schema.registry.url", registry().proxiedUrl());
        config.put("errors.tolerance", "all");
        config.put("errors.retry.timeout", "-1");
        config.put("errors.deadletterqueue.topic.name", topic + "-dlq");
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        config.putAll(settings);
        stack.connect("site").rest().put(topic, config);
        stack.connect("site").rest().awaitRunning(topic, 1);
    }

    private Path file(String topic) {
        return directory.resolve(topic + ".txt");
    }

    private void awaitNumbers(String topic, List<Long> numbers) throws IOException {
        Await.until("number " + (numbers.size() - 1) + " of " + topic, LIMIT, () -> numbers(topic)
                .contains(numbers.get(numbers.size() - 1)));
        assertThat(numbers(topic)).isEqualTo(numbers);
    }

    /** What the sink has written: a line for each record. */
    private List<Long> numbers(String topic) throws IOException {
        if (!Files.exists(file(topic))) {
            return List.of();
        }
        return Files.readAllLines(file(topic)).stream()
                .map(line -> Long.parseLong(line.replace("Struct{number=", "").replace("}", "")))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(String topic) {
        return kafka().records(topic + "-dlq");
    }

    private static boolean saysWhichIdIsUnknown(ConsumerRecord<byte[], byte[]> bad) {
        byte[] reason =
                bad.headers().lastHeader("__connect.errors.exception.message").value();
        return new String(reason, StandardCharsets.UTF_8).contains("schema id " + WireFormat.schemaId(bad.value()));
    }

    private static List<String> membersOf(String group) throws Exception {
        try (Admin admin = kafka().admin()) {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .flatMap(described -> described.members().stream())
                    .map(MemberDescription::consumerId)
                    .toList();
        }
    }

    private static KafkaCluster kafka() {
        return stack.cluster("site");
    }

    private static SchemaRegistry registry() {
        return stack.registry("site");
    }

    /** Registers a record of one number under this name, and returns its id. */
    private static int register(String name) {
        String schema =
                "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[{\"name\":\"number\",\"type\":\"long\"}]}";
        Outcome<Integer> id = client.register(name + "-value", RegistrySchema.avro(schema), false);
        assertThat(id).isInstanceOf(Outcome.Found.class);
        return ((Outcome.Found<Integer>) id).value();
    }

    private static List<byte[]> messages(int id, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> WireFormat.frame(id, body(number)))
                .toList();
    }

    private static byte[] body(long number) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            encoder.writeLong(number);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError("no file is involved", e);
        }
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
