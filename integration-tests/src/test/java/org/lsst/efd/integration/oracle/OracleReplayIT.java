package org.lsst.efd.integration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.integration.SharedData;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.integration.telemetry.AvroTopic;
import org.lsst.efd.integration.telemetry.Recorded;
import org.lsst.efd.integration.telemetry.TelemetryConfig;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SchemaRegistry;
import org.lsst.efd.quickstart.stack.SqlDatabase;

/** Telemetry through two workers into PostgreSQL and MariaDB: every value is found there as it was produced. */
class OracleReplayIT {
    private static final String SITE = "site";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int RECORDS_OF_A_SCHEMA = Soak.rounds(15, 40);
    private static final int RECORDS_OF_MANY = 20;
    private static final int MANY = Soak.rounds(30, 300);
    private static final String MADE = "made.";

    private static LocalStack stack;
    private static ConnectRest rest;
    private static SchemaRegistry registry;
    private static Map<String, SqlDatabase> databases;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster(SITE)
                .registry(SITE)
                .workers(SITE, 2)
                .postgres()
                .mariaDb()
                .start();
        rest = stack.connect(SITE).rest();
        registry = stack.registry(SITE);
        databases = Map.of("postgresql", stack.postgres(), "mariadb", stack.mariaDb());
        databases.forEach((name, database) -> {
            rest.put(name, sink(name, "(lsst|made)\\..*|wide-.*", database));
            Map<String, String> one = sink(name + "-many", "many-.*", database);
            one.put("tasks.max", "1");
            rest.put(name + "-many", one);
        });
        Map<String, String> many = TelemetryConfig.generate(registry, "many-", MANY, 0, RECORDS_OF_MANY);
        many.put("tasks.max", "2");
        rest.put("many", many);
        Map<String, String> wide = TelemetryConfig.generate(registry, "wide-", 2, 0, RECORDS_OF_MANY);
        wide.put("fields.count", "1200,5000");
        wide.put("null.ratio", "0.1");
        wide.put("nan.ratio", "0.01");
        rest.put("wide", wide);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static Map<String, String> sink(String name, String topicsRegex, SqlDatabase database) {
        Map<String, String> config = SqlSink.of(name, topicsRegex, registry, database);
        config.put("pk.mode", "kafka");
        config.put("pk.fields", "kafka_partition,kafka_offset");
        return config;
    }

    @Test
    void recordedTelemetryComesBackAsItWasRecorded() throws IOException {
        Path folder = SharedData.folder("efd");
        Map<String, String> source = TelemetryConfig.of(registry, "replay");
        source.put("replay.directory", folder.toString());
        source.put("replay.loop", "false");
        source.put("replay.speed", "0");
        source.put("replay.time", "keep");
        rest.put("replayed", source);
        for (Path file : files(folder, ".csv")) {
            Recorded recorded = Recorded.read(file);
            String topic = file.getFileName().toString().replaceAll("\\.csv$", "");
            List<Struct> produced = produced(topic, recorded.rows());
            recorded.assertEqualTo(produced);
            assertStored(topic, produced);
        }
        assertNothingIsBad("");
    }

    @Test
    void everySchemaWithItsArraysComesBack() throws IOException {
        Path folder = SharedData.folder("sal");
        Map<String, String> source = TelemetryConfig.of(registry, "schemas");
        source.put("schemas.directory", folder.toString());
        source.put("topic.prefix", MADE);
        source.put("frequency.hz", "0");
        source.put("messages.max", Integer.toString(RECORDS_OF_A_SCHEMA));
        rest.put("made", source);
        for (Path file : files(folder, ".avsc")) {
            String topic = MADE + file.getFileName().toString().replaceAll("\\.avsc$", "");
            assertStored(topic, produced(topic, RECORDS_OF_A_SCHEMA));
        }
        assertNothingIsBad("");
    }

    @Test
    void widestTopicsComeBackFromTheirParts() {
        for (String topic : List.of("wide-000", "wide-001")) {
            assertStored(topic, produced(topic, RECORDS_OF_MANY));
        }
        databases.forEach((name, database) -> assertThat(
                        SqlRows.of(database, "wide-001", "kafka_offset").parts())
                .as(name)
                .isGreaterThan(3));
        assertNothingIsBad("");
    }

    @Test
    void hundredsOfTopicsGoThroughOneTask() {
        String counts = IntStream.range(0, MANY)
                .mapToObj(i -> String.format("many-%03d", i))
                .map(topic ->
                        "SELECT COUNT(*), COUNT(DISTINCT sequence), SUM(sequence) FROM " + SqlNumbers.table(topic))
                .collect(Collectors.joining(" UNION ALL "));
        double sum = RECORDS_OF_MANY * (RECORDS_OF_MANY - 1) / 2.0;
        databases.forEach((name, database) -> {
            SqlNumbers numbers = new SqlNumbers(name, database);
            Await.until("all rows of " + MANY + " topics in " + name, LIMIT, () -> numbers.rows(counts).stream()
                    .allMatch(row -> row[0] == RECORDS_OF_MANY && row[1] == RECORDS_OF_MANY && row[2] == sum));
        });
        assertStored("many-012", produced("many-012", RECORDS_OF_MANY));
        assertNothingIsBad("-many");
    }

    @Test
    void rowsAreReplacedAndDeletedInOrderWhileTheirSchemaGrows() throws Exception {
        String topic = "keyed";
        stack.cluster(SITE).createTopic(topic, 2);
        databases.forEach((name, database) -> {
            Map<String, String> config = sink(name + "-keyed", topic, database);
            config.remove("timestamp.field");
            config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
            config.put("insert.mode", "upsert");
            config.put("pk.mode", "record_key");
            config.put("pk.fields", "id");
            config.put("behavior.on.null.values", "delete");
            config.put("batch.rows", "50");
            rest.put(name + "-keyed", config);
        });
        Map<String, List<@Nullable Object>> wanted = new TreeMap<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        try (Producer<byte[], byte[]> producer = stack.cluster(SITE).producer();
                AvroConverter converter = new AvroConverter()) {
            converter.configure(Map.of("schema.registry.url", registry.url()), false);
            for (long i = 0; i < 6_000; i++) {
                String id = "k" + random.nextInt(400);
                Struct value = random.nextInt(5) == 0 ? null : value(i);
                byte[] bytes = value == null ? null : converter.fromConnectData(topic, value.schema(), value);
                sent.add(producer.send(new ProducerRecord<>(
                        topic, Math.floorMod(id.hashCode(), 2), id.getBytes(StandardCharsets.UTF_8), bytes)));
                if (value == null) {
                    wanted.remove(id);
                } else {
                    wanted.put(id, columns(value));
                }
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
        databases.forEach((name, database) -> {
            Await.until("the last value of each key in " + name, LIMIT, () -> wanted.equals(stored(database, topic)));
            System.out.println(name + ": each of " + wanted.size() + " keys has its last value");
        });
        assertNothingIsBad("-keyed");
    }

    /** A column more after each third of the records, and a wider one. */
    private static Struct value(long i) {
        SchemaBuilder builder = SchemaBuilder.struct().name("keyed").field("n", Schema.INT64_SCHEMA);
        builder.field("v", i < 2_000 ? Schema.INT32_SCHEMA : Schema.INT64_SCHEMA);
        if (i >= 4_000) {
            builder.field(
                    "s", SchemaBuilder.string().optional().defaultValue(null).build());
        }
        Struct value = new Struct(builder.build()).put("n", i);
        value.put("v", i < 2_000 ? (Object) (int) i : (Object) (i << 32));
        return i >= 4_000 ? value.put("s", "s" + i) : value;
    }

    private static List<@Nullable Object> columns(Struct value) {
        List<@Nullable Object> columns = new ArrayList<>();
        columns.add(value.get("n"));
        columns.add(((Number) value.get("v")).longValue());
        columns.add(value.schema().field("s") == null ? null : value.get("s"));
        return columns;
    }

    private static Map<String, List<@Nullable Object>> stored(SqlDatabase database, String topic) {
        Map<String, List<@Nullable Object>> stored = new HashMap<>();
        SqlRows.of(database, topic, "id").rows().forEach((id, row) -> {
            List<@Nullable Object> columns = new ArrayList<>();
            for (String name : List.of("n", "v")) {
                columns.add(row.get(name) instanceof Number number ? number.longValue() : null);
            }
            columns.add(row.get("s"));
            stored.put(String.valueOf(id), columns);
        });
        return stored;
    }

    private static List<Path> files(Path folder, String extension) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(extension)).toList();
        }
    }

    private static List<Struct> produced(String topic, int records) {
        try (AvroTopic values = new AvroTopic(stack.cluster(SITE), registry, topic)) {
            return values.await(records, LIMIT);
        }
    }

    private static void assertStored(String topic, List<Struct> produced) {
        databases.forEach((name, database) -> {
            SqlNumbers numbers = new SqlNumbers(name, database);
            Await.until(
                    produced.size() + " records of " + topic + " in " + name,
                    LIMIT,
                    () -> numbers.count(topic) >= produced.size());
            SqlRows.of(database, topic, "kafka_offset")
                    .assertEqualTo(produced, name + ", " + topic, database == stack.postgres());
        });
    }

    private static void assertNothingIsBad(String sink) {
        for (String name : Objects.requireNonNull(databases).keySet()) {
            assertThat(DeadLetter.all(stack.cluster(SITE), name + sink + "-bad"))
                    .as(name + sink)
                    .isEmpty();
        }
    }
}
