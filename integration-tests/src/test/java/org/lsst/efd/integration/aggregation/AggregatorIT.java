package org.lsst.efd.integration.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.integration.SharedData;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** The connector in two workers with two registries: real data, changing schemas, offsets set back. */
class AggregatorIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final List<String> RECORDED =
            List.of("lsst.sal.MTM1M3.appliedVelocityForces", "lsst.sal.MTMount.azimuth");

    private static LocalStack stack;
    private static KafkaCluster cluster;
    private static ConnectRest rest;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster("ldf")
                .registry("first")
                .registry("secondary")
                .workers("ldf", 2)
                .start();
        cluster = stack.cluster("ldf");
        rest = stack.connect("ldf").rest();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void everyStatisticOfRealTelemetryIsThatOfPython() throws Exception {
        Path recorded = SharedData.folder("efd");
        rest.put("replay", replay(recorded));
        for (int seconds : List.of(1, 10)) {
            rest.put("windows-" + seconds, aggregatorOfRecorded(seconds));
        }
        for (int seconds : List.of(1, 10)) {
            Tallied tallied = new Tallied();
            for (String topic : RECORDED) {
                compare(topic, seconds, PythonWindows.of(recorded.resolve(topic + ".csv"), seconds), tallied);
            }
            System.out.printf(
                    "%d s windows: %d windows, %d numbers, %d of them equal to the bit, the others within the bounds%n",
                    seconds, tallied.windows, tallied.numbers, tallied.equal);
        }
        assertThatSubjectsAreInTheSecondaryRegistryOnly();
        for (String connector : List.of("replay", "windows-1", "windows-10")) {
            rest.delete(connector);
        }
    }

    /** How much was compared. */
    private static final class Tallied {
        private int windows;
        private int numbers;
        private int equal;
    }

    private static void compare(
            String topic, int seconds, Map<Long, List<PythonWindows.Column>> wanted, Tallied tallied) {
        AggregatedTopics told = new AggregatedTopics(cluster, stack.registry("secondary"), "-" + seconds + "s");
        Await.until(
                wanted.size() + " windows of " + topic + told.ending(),
                LIMIT,
                () -> cluster.topics().contains(topic + told.ending())
                        && told.windows(topic).size() >= wanted.size());
        Map<Long, Struct> windows = new HashMap<>();
        told.windows(topic).forEach((key, value) -> windows.put(key.startMs(), value));
        assertThat(windows.keySet()).as("windows of " + topic).isEqualTo(wanted.keySet());
        wanted.forEach((start, columns) -> {
            tallied.windows++;
            columns.forEach(column -> compare(column, Objects.requireNonNull(windows.get(start)), tallied));
        });
    }

    private static void compare(PythonWindows.Column column, Struct window, Tallied tallied) {
        assertThat(window.getInt64("count")).isEqualTo(column.records());
        for (int i = 0; i < column.values().size(); i++) {
            String statistic = PythonWindows.STATISTICS.get(i);
            double wanted = column.values().get(i);
            double told = window.getFloat64(statistic + "_" + column.name());
            tallied.numbers++;
            if (Double.compare(told, wanted) == 0) {
                tallied.equal++;
            } else {
                assertThat(Math.abs(told - wanted))
                        .as(statistic + " of " + column + ": " + told + " instead of " + wanted)
                        .isLessThanOrEqualTo(bound(statistic, wanted, column));
            }
        }
    }

    /** How far a statistic may be from the exact one. */
    private static double bound(String statistic, double wanted, PythonWindows.Column column) {
        double largest = Math.max(
                Math.abs(column.values().get(0)), Math.abs(column.values().get(6)));
        return switch (statistic) {
            case "stdev" -> 1e-12 * wanted;
            case "mean" -> Math.max(2 * Math.ulp(wanted), 0x1p-51 * largest);
            case "q1", "q3" -> 2 * Math.ulp(wanted);
            default -> 0;
        };
    }

    private static void assertThatSubjectsAreInTheSecondaryRegistryOnly() throws Exception {
        String first = get(stack.registry("first"), "/subjects");
        String secondary = get(stack.registry("secondary"), "/subjects");
        for (String topic : RECORDED) {
            assertThat(first).contains("\"" + topic + "-value\"");
            assertThat(secondary).contains("\"" + topic + "-1s-value\"", "\"" + topic + "-10s-value\"");
            assertThat(secondary).doesNotContain("\"" + topic + "-value\"");
            assertThat(first).doesNotContain("\"" + topic + "-1s-value\"", "\"" + topic + "-10s-value\"");
        }
    }

    private static String get(SchemaRegistry registry, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(registry.url() + path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void interleavedSchemasGiveTwoAggregatedOnesAndNoMore() throws Exception {
        Schema older = SchemaBuilder.struct()
                .name("lsst.sal.Test.evolving")
                .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
                .field("steps", Schema.INT32_SCHEMA)
                .build();
        Schema newer = SchemaBuilder.struct()
                .name("lsst.sal.Test.evolving")
                .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
                .field("steps", Schema.INT64_SCHEMA)
                .field("force", Schema.FLOAT32_SCHEMA)
                .build();
        String topic = "lsst.sal.Test.evolving";
        List<byte[]> records = new ArrayList<>();
        try (AvroConverter converter = converter()) {
            for (int i = 0; i < 100; i++) {
                double time = 1_700_000_000 + i * 0.1;
                // the first windows hold the older schema alone, the others both in turn
                records.add(
                        i < 20 || i % 2 == 0
                                ? converter.fromConnectData(
                                        topic,
                                        older,
                                        new Struct(older)
                                                .put("private_efdStamp", time)
                                                .put("steps", i))
                                : converter.fromConnectData(
                                        topic,
                                        newer,
                                        new Struct(newer)
                                                .put("private_efdStamp", time)
                                                .put("steps", (long) i)
                                                .put("force", i / 2f)));
            }
        }
        cluster.createTopic(topic, 1);
        cluster.append(topic, records);
        rest.put("evolving", aggregator("topics", topic, "aggregate.statistics", "count,max"));
        AggregatedTopics told = new AggregatedTopics(cluster, stack.registry("secondary"), "-aggregated");
        Await.until(
                "ten windows",
                LIMIT,
                () -> cluster.topics().contains(topic + "-aggregated")
                        && told.windows(topic).size() >= 10);

        List<Struct> windows = new ArrayList<>(told.windows(topic).values());
        assertThat(windows).hasSize(10).allSatisfy(window -> {
            assertThat(window.getInt64("count")).isEqualTo(10);
            assertThat(window.getInt64("count_steps")).isEqualTo(10);
        });
        assertThat(windows.get(0).schema().field("max_force")).isNull();
        assertThat(windows.get(9).getFloat64("max_force")).isEqualTo(49.5);
        assertThat(get(stack.registry("secondary"), "/subjects/" + topic + "-aggregated-value/versions"))
                .isEqualTo("[1,2]");
        rest.delete("evolving");
    }

    @Test
    void offsetsThatAreSetBackTellWindowsAgain() throws Exception {
        String topic = "lsst.sal.Test.rewound";
        Schema schema = SchemaBuilder.struct()
                .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
                .field("x", Schema.FLOAT64_SCHEMA)
                .build();
        List<byte[]> records = new ArrayList<>();
        try (AvroConverter converter = converter()) {
            for (int i = 0; i < 50; i++) {
                Struct value = new Struct(schema)
                        .put("private_efdStamp", 1_700_000_000 + i * 0.1)
                        .put("x", (double) i);
                records.add(converter.fromConnectData(topic, schema, value));
            }
        }
        cluster.createTopic(topic, 1);
        cluster.append(topic, records);
        rest.put("rewound", aggregator("topics", topic));
        awaitRecords(topic + "-aggregated", 5);
        rest.stop("rewound");
        rest.awaitState("rewound", "STOPPED");

        String partition = "{\"partition\": {\"cluster\": \"source\", \"topic\": \"" + topic + "\"}, \"offset\": ";
        assertThatThrownBy(() -> alter("rewound", partition + "{\"first\": 3}}"))
                .hasMessageContaining("neither the number of a partition nor closedUpTo");
        alter("rewound", partition + "{\"0\": 20, \"closedUpTo\": 1700000002000}}");
        rest.resume("rewound");
        awaitRecords(topic + "-aggregated", 8);
        rest.stop("rewound");
        rest.awaitState("rewound", "STOPPED");
        assertThat(cluster.records(topic + "-aggregated")).hasSize(8);
        rest.delete("rewound");
    }

    private static void alter(String connector, String entry) {
        rest.call("PATCH", "/connectors/" + connector + "/offsets", "{\"offsets\": [" + entry + "]}");
    }

    private static void awaitRecords(String topic, int count) {
        Await.until(
                count + " records of " + topic,
                LIMIT,
                () -> cluster.topics().contains(topic) && cluster.records(topic).size() >= count);
    }

    private static AvroConverter converter() {
        AvroConverter converter = new AvroConverter();
        converter.configure(
                Map.of("schema.registry.url", stack.registry("first").url()), false);
        return converter;
    }

    private static Map<String, String> replay(Path recorded) {
        return AggregatorConfig.pairs(
                "connector.class", "org.lsst.efd.connect.telemetry.TelemetrySourceConnector",
                "tasks.max", "2",
                "exactly.once.support", "required",
                "mode", "replay",
                "replay.directory", recorded.toString(),
                "replay.include", "lsst.sal.(MTM1M3.appliedVelocityForces|MTMount.azimuth)",
                "replay.loop", "false",
                "replay.time", "keep",
                "replay.speed", "4",
                "sequence.field", "",
                "topic.creation.default.partitions", "1",
                "topic.creation.default.replication.factor", "1",
                "value.converter", AggregatorConfig.AVRO,
                "value.converter.schema.registry.url", stack.registry("first").url());
    }

    private static Map<String, String> aggregatorOfRecorded(int seconds) {
        return aggregator(
                "topics.regex",
                "lsst.sal.MT(M1M3|Mount)\\.(appliedVelocityForces|azimuth)",
                "aggregate.window.size.ms",
                Integer.toString(1_000 * seconds),
                "aggregate.topic.aggregated.format",
                "${topic}-" + seconds + "s");
    }

    private static Map<String, String> aggregator(String... more) {
        Map<String, String> config =
                AggregatorConfig.of(cluster, stack.registry("first"), stack.registry("secondary"), more);
        config.put("aggregate.window.idle.timeout.ms", "3000");
        return config;
    }
}
