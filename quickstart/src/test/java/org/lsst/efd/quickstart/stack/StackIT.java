package org.lsst.efd.quickstart.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.quickstart.artifacts.KafkaVersion;
import org.lsst.efd.quickstart.connect.ConnectorStatus;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.StackException;

class StackIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .plugins(Path.of("target", "test-plugins").toAbsolutePath())
                .cluster("summit", ComponentOptions::proxied)
                .registry("summit", ComponentOptions::proxied)
                .workers("summit", 2)
                .workers("oldest", "summit", 1, options -> options.version(KafkaVersion.OLDEST))
                .influxDb(ComponentOptions::proxied)
                .postgres(ComponentOptions::proxied)
                .mariaDb(ComponentOptions::proxied)
                .start();
    }

    @AfterAll
    static void nothingIsLeftBehind() {
        List<ProcessHandle> processes = stack.components().stream()
                .map(component -> ProcessHandle.of(component.process().pid()))
                .flatMap(Optional::stream)
                .toList();
        Path directory = stack.directory();
        assertThat(processes).hasSize(8);
        stack.close();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(directory).doesNotExist();
    }

    @Test
    void aBrokerKeepsItsRecordsOverAKill() {
        KafkaCluster kafka = stack.cluster("summit");
        kafka.createTopic("kept", 2);
        write(kafka, "kept", "before");

        kafka.kill();
        kafka.start();
        write(kafka, "kept", "after");

        assertThat(values(kafka, "kept")).containsExactlyInAnyOrder("before", "after");
        assertThat(kafka.ends("kept").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(2);
        assertThat(kafka.topics()).contains("kept");
    }

    @Test
    void aRegistryKeepsItsIdsOverAKill() throws IOException, InterruptedException {
        SchemaRegistry registry = stack.registry("summit");
        String id = post(registry.url() + "/subjects/kept-value/versions", "{\"schema\":\"\\\"string\\\"\"}");
        registry.kill();
        registry.start();
        assertThat(get(registry.url() + "/subjects")).contains("kept-value");
        assertThat(post(registry.url() + "/subjects/kept-value/versions", "{\"schema\":\"\\\"string\\\"\"}"))
                .isEqualTo(id);
    }

    @Test
    void aCutRegistryIsReachedAgainWhenTheNetworkIsBack() throws IOException, InterruptedException {
        SchemaRegistry registry = stack.registry("summit");
        String subjects = registry.proxiedUrl() + "/subjects";
        assertThat(get(subjects)).startsWith("[");
        registry.proxy().cut();
        assertThatThrownBy(() -> get(subjects)).isInstanceOf(IOException.class);
        registry.proxy().restore();
        assertThat(get(subjects)).startsWith("[");
    }

    @Test
    void aPausedComponentIsSilentAndGoesOn() throws IOException, InterruptedException {
        InfluxDb influxDb = stack.influxDb();
        post(influxDb.url() + "/query?q=CREATE%20DATABASE%20paused", "");
        influxDb.pause();
        assertThat(influxDb.process().isAlive()).isTrue();
        assertThatThrownBy(() -> get(influxDb.url() + "/ping", Duration.ofSeconds(2)))
                .isInstanceOf(HttpTimeoutException.class);
        influxDb.resume();
        assertThat(get(influxDb.proxiedUrl() + "/query?q=SHOW%20DATABASES")).contains("paused");
        influxDb.restart();
        assertThat(get(influxDb.url() + "/query?q=SHOW%20DATABASES")).contains("paused");
    }

    @Test
    void databasesStartAgainAfterAKill() {
        for (SqlDatabase database : List.of(stack.postgres(), stack.mariaDb())) {
            long before = database.process().pid();
            database.kill();
            database.start();
            assertThat(database.process().pid()).isNotEqualTo(before);
            assertThat(database.jdbcUrl()).contains(":" + database.port() + "/efd");
            assertThat(database.proxiedJdbcUrl())
                    .contains(":" + database.proxy().port() + "/efd");
        }
    }

    @Test
    void aKilledWorkerIsReplacedByTheOther() {
        ConnectCluster connect = stack.connect("summit");
        connect.rest().put("lines", lines("lines"));
        ConnectorStatus status = connect.rest().awaitRunning("lines", 1);
        ConnectWorker first = connect.worker(status.tasks().get(0).workerId());
        first.kill();
        Await.until("the other worker to run the task", LIMIT, () -> connect.rest()
                .status("lines")
                .filter(now -> now.isRunning(1))
                .filter(now -> !now.tasks().get(0).workerId().equals(first.id()))
                .isPresent());
        first.start();
        assertThat(connect.workers()).allMatch(worker -> worker.process().isAlive());
        connect.rest().delete("lines");
        assertThat(connect.rest().connectors()).isEmpty();
    }

    @Test
    void aWorkerOfTheOldestVersionRunsConnectors() {
        ConnectCluster oldest = stack.connect("oldest");
        assertThat(oldest.rest().get("/").path("version").asText()).startsWith("3.9");
        assertThat(stack.connect("summit").rest().get("/").path("version").asText())
                .startsWith("4.3");
        oldest.rest().put("lines", lines("oldest-lines"));
        oldest.rest().awaitRunning("lines", 1);
        oldest.rest().stop("lines");
        oldest.rest().awaitState("lines", "STOPPED");
        oldest.rest().delete("lines");
    }

    @Test
    void mistakesAndFailuresOfConnectorsAreTold() {
        var rest = stack.connect("summit").rest();
        assertThat(rest.plugins()).contains("org.apache.kafka.connect.json.JsonConverter");
        assertThatThrownBy(() -> rest.put("wrong", Map.of("connector.class", "no.such.Connector")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("no.such.Connector");
        assertThat(rest.status("wrong")).isEmpty();
    }

    @Test
    void aClientOfTheProxyStaysBehindIt() throws ExecutionException, InterruptedException {
        KafkaCluster kafka = stack.cluster("summit");
        kafka.createTopic("behind", 1);
        assertThat(kafka.proxiedBootstrapServers()).isNotEqualTo(kafka.bootstrapServers());
        try (Producer<byte[], byte[]> producer = KafkaCluster.producer(kafka.proxiedBootstrapServers())) {
            producer.send(new ProducerRecord<>("behind", bytes("first"))).get();
            assertThat(kafka.proxy().connections()).isPositive();
            kafka.proxy().drop();
            var sent = producer.send(new ProducerRecord<>("behind", bytes("held back")));
            write(kafka, "behind", "direct");
            assertThat(sent.isDone()).isFalse();
            kafka.proxy().restore();
            Await.until("the record to pass", LIMIT, sent::isDone);
        }
        assertThat(values(kafka, "behind")).containsExactly("first", "direct", "held back");
    }

    @Test
    void aComponentThatDiesAtItsStartIsToldWithItsLog() {
        assertThatThrownBy(() -> LocalStack.builder()
                        .cluster("broken", options -> options.setting("log.segment.bytes", "nonsense"))
                        .start())
                .isInstanceOf(StackException.class)
                .hasMessageContaining("kafka-broken")
                .hasMessageContaining("nonsense");
    }

    @Test
    void aRunningComponentIsNotStartedTwice() {
        assertThatThrownBy(() -> stack.influxDb().start())
                .isInstanceOf(StackException.class)
                .hasMessageContaining("runs already");
    }

    @Test
    void logsAreKeptInFiles() throws IOException {
        for (Component component : stack.components()) {
            assertThat(Files.size(component.process().log()))
                    .as(component.process().name())
                    .isPositive();
        }
    }

    /** A connector that reads the log of the broker for as long as it runs. */
    private static Map<String, String> lines(String topic) {
        return Map.of(
                "connector.class",
                "org.apache.kafka.connect.file.FileStreamSourceConnector",
                "file",
                stack.cluster("summit").process().log().toString(),
                "topic",
                topic);
    }

    private static void write(KafkaCluster kafka, String topic, String value) {
        kafka.append(topic, List.of(bytes(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> values(KafkaCluster kafka, String topic) {
        return kafka.records(topic).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static String get(String url) throws IOException, InterruptedException {
        return get(url, LIMIT);
    }

    private static String get(String url, Duration limit) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(limit).build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static String post(String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }
}
