package org.lsst.efd.integration.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.ConnectWorker;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/** Workers, the broker and the database are killed while connectors are deployed and watched. */
class ManagerOutagesIT {
    private static final int CONNECTORS = Soak.rounds(10, 30);

    @TempDir
    private static Path directory;

    private static Site site;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() {
        site = Site.start(directory, plugin -> true);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @AfterEach
    void removeWhatATestMade() {
        if (!site.stack().influxDb().process().isAlive()) {
            site.stack().influxDb().start();
        }
        site.keepOnly(Set.of());
    }

    private static KafkaCluster kafka() {
        return site.stack().cluster("site");
    }

    private ManagerProcess manager(String... words) {
        return ManagerProcess.start(home, site.environment(), words);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    // ---- a worker dies in the middle of apply

    @Test
    void applyFinishesOnTheOtherWorkerAndLeavesNothingToDo() throws IOException {
        Random random = new Random();
        for (int round = 0; round < Soak.rounds(1, 10); round++) {
            Map<String, Map<String, String>> wanted = wanted(round);
            Path file = file("round-" + round + ".yaml", yaml(wanted));
            ConnectWorker victim = site.worker(random.nextInt(2));
            try (ManagerProcess apply = manager("apply", "-f", file.toString(), "--rebalance-timeout", "180s")) {
                int created = 3 + random.nextInt(CONNECTORS - 6);
                apply.awaitLines("created ", created);
                victim.kill();
                System.out.println("killed " + victim.id() + " after " + created + " connectors");
                assertThat(apply.awaitExit())
                        .as(String.join("\n", apply.lines()))
                        .isZero();
            }
            assertThat(deployed()).isEqualTo(wanted);
            Call second = commandLines().run("apply", "-f", file.toString(), "--debug", "--rebalance-timeout", "180s");
            assertThat(second.exitCode()).as(second.all()).isZero();
            assertThat(second.out()).contains("Nothing to do: " + CONNECTORS + " unchanged");
            assertThat(second.err()).doesNotContain("debug: PUT", "debug: POST", "debug: DELETE");
            victim.start();
            site.keepOnly(Set.of());
        }
    }

    /** Every fifth runs; the others are stopped, so that the machine has only what it needs to hold them. */
    private static Map<String, Map<String, String>> wanted(int round) {
        Map<String, Map<String, String>> wanted = new TreeMap<>();
        for (int number = 0; number < CONNECTORS; number++) {
            String name = String.format("round-%d-%02d", round, number);
            wanted.put(name, Site.source(name, 1));
        }
        return wanted;
    }

    private static String yaml(Map<String, Map<String, String>> connectors) {
        StringBuilder yaml = new StringBuilder();
        connectors.forEach(
                (name, config) -> yaml.append(Site.yaml(name, name.matches(".*[05]") ? "running" : "stopped", config)));
        return yaml.toString();
    }

    /** What the cluster holds, without the key that Connect adds. */
    private static Map<String, Map<String, String>> deployed() {
        Map<String, Map<String, String>> deployed = new TreeMap<>();
        for (String name : site.rest().connectors()) {
            Map<String, String> config = new TreeMap<>();
            site.rest()
                    .get("/connectors/" + name + "/config")
                    .forEachEntry((key, value) -> config.put(key, value.asText()));
            config.remove("name");
            deployed.put(name, config);
        }
        return deployed;
    }

    private CommandLines commandLines() {
        return new CommandLines(home, site.environment());
    }

    // ---- the shortcuts speak the language of the plugins

    @Test
    void createsWhatThePluginsOfTheBundleAccept() {
        String broker = site.broker();
        shortcut(
                Site.SINK,
                "influxdb-sink",
                "-r",
                "a.*",
                "-e",
                "ab.*",
                "--timestamp",
                "t",
                "--tags",
                "x",
                "--aggregate");
        shortcut(
                "org.lsst.efd.connect.oracle.OracleSinkConnector",
                "oracle-sink",
                "--url",
                "jdbc:postgresql://127.0.0.1:9/efd",
                "--user",
                "efd",
                "-r",
                "a.*",
                "--timestamp",
                "t",
                "--aggregate");
        shortcut(
                "org.lsst.efd.connect.parquet.ParquetSinkConnector",
                "parquet-sink",
                "--path",
                home.toUri().toString(),
                "-r",
                "a.*",
                "--partition-by",
                "day",
                "--rotate-records",
                "1000",
                "--rotate-bytes",
                "134217728",
                "--rotate-age",
                "1h",
                "--rotate-idle",
                "5m",
                "--aggregate");
        shortcut(
                "org.lsst.efd.connect.aggregator.AggregatorSourceConnector",
                "aggregator",
                "-r",
                "a.*",
                "--window",
                "10s",
                "--statistics",
                "mean,max",
                "--src-kafka",
                broker,
                "--registry",
                "http://127.0.0.1:9",
                "--secondary-registry",
                "http://127.0.0.1:9");
        shortcut(
                "org.lsst.efd.connect.replication.ReplicationSourceConnector",
                "replication",
                "--src-kafka",
                broker,
                "--dest-kafka",
                broker,
                "--alias",
                "summit",
                "-r",
                "a.*",
                "--topic-rename-format",
                "${topic}-copy",
                "--src-schema-registry-url",
                "http://127.0.0.1:9",
                "--schema-registry-url",
                "http://127.0.0.1:9");
    }

    /** The server accepts it without an unknown key; where the plugin is not installed that is said. */
    private void shortcut(String connectorClass, String... words) {
        List<String> command = new ArrayList<>(List.of("create"));
        command.addAll(List.of(words));
        command.add("--validate");
        Call call = commandLines()
                .with("KAFKA_CONNECT_JDBC_PASSWORD", CommandLines.SECRET)
                .runWith("", command);
        boolean isInstalled = site.rest().plugins().contains(connectorClass);
        assertThat(call.exitCode()).as(call.all()).isEqualTo(isInstalled ? 0 : 4);
        assertThat(call.err()).contains(isInstalled ? "The server accepts" : connectorClass);
    }

    // ---- many connectors cost no more requests than few

    @Test
    void readsManyConnectorsByTheSameFewRequests() throws IOException {
        int many = Soak.rounds(12, 500);
        StringBuilder files = new StringBuilder();
        for (int number = 0; number < many; number++) {
            files.append(Site.yaml("many-" + number, "stopped", Site.source("many-" + number, 1)));
        }
        Path file = file("many.yaml", files.toString());
        CommandLines oneUrl =
                commandLines().with("KAFKA_CONNECT_URL", site.worker(0).url());
        assertThat(oneUrl.run("apply", "-f", file.toString(), "--rebalance-timeout", "180s")
                        .exitCode())
                .isZero();

        // a connector that has not reported its state yet is asked for one by one
        Await.until("all to be stopped", Site.LIMIT, () -> {
            int stopped = 0;
            for (JsonNode connector : site.rest().get("/connectors?expand=status")) {
                stopped += connector.at("/status/connector/state").asText().equals("STOPPED") ? 1 : 0;
            }
            return stopped == many;
        });
        Call list = oneUrl.run("list", "-o", "names", "--debug");
        assertThat(list.out().lines()).hasSize(many);
        assertThat(requests(list)).isLessThanOrEqualTo(3);
        Files.writeString(file, files.toString().replace("messages.max: '1'", "messages.max: '2'"));
        Call diff = oneUrl.run("diff", "-f", file.toString(), "--debug");
        assertThat(diff.out()).contains(many + " to update");
        assertThat(requests(diff)).as(diff.err()).isLessThanOrEqualTo(3 + 1);
    }

    private static long requests(Call call) {
        return call.err().lines().filter(line -> line.startsWith("debug: ")).count();
    }

    // ---- what failed is restarted, with growing pauses, and not for ever

    @Test
    void restartsWhatFailedWithGrowingPausesAndNotForEver() {
        kafka().append("poison", List.of("no JSON".getBytes(StandardCharsets.UTF_8)));
        kafka().createTopic("pressure", 1);
        site.rest().put("poisoned", site.sink("poison"));
        site.rest().put("at-rest", site.sink("poison"));
        Map<String, String> impatient = site.sink("pressure");
        impatient.put("retry.max.attempts", "1");
        impatient.put("retry.backoff.ms", "100");
        site.rest().put("impatient", impatient);
        site.rest().awaitRunning("impatient", 1);
        site.awaitFailed("poisoned");
        site.awaitFailed("at-rest");
        site.rest().pause("at-rest");
        site.rest().awaitState("at-rest", "PAUSED");
        // a sink that has not met its database yet would wait for it instead of failing
        site.append("pressure", 1);
        site.awaitCommitted("impatient", "pressure", 1);
        site.stack().influxDb().stop();
        site.append("pressure", 1);
        site.awaitFailed("impatient");

        try (ManagerProcess watcher = manager(
                "watch",
                "--restart-failed",
                "--restart-base",
                "1s",
                "--restart-max",
                "4",
                "--interval",
                "500ms",
                "--log-format",
                "json")) {
            Await.until("a restart", Site.LIMIT, () -> !WatchLog.of(watcher, "restart", "impatient")
                    .isEmpty());
            site.stack().influxDb().start();
            site.rest().awaitRunning("impatient", 1);
            site.awaitCommitted("impatient", "pressure", 2);
            Await.until("the end of patience", Site.LIMIT, () -> !WatchLog.of(watcher, "give-up", "poisoned")
                    .isEmpty());

            List<WatchLog.Line> restarts = WatchLog.of(watcher, "restart", "poisoned");
            assertThat(restarts).hasSize(4);
            List<Duration> gaps = WatchLog.gaps(restarts);
            assertThat(gaps.get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            assertThat(gaps.get(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
            assertThat(gaps.get(2)).isGreaterThanOrEqualTo(Duration.ofSeconds(12));
            assertThat(restarts.get(0).message()).contains("ConnectException");
            assertThat(WatchLog.of(watcher, "restart", "at-rest")).isEmpty();
            assertThat(site.rest().status("at-rest").orElseThrow().state()).isEqualTo("PAUSED");
            // a second watcher finds nothing to do where the first one has done it
            assertThat(commandLines()
                            .run("restart", "poisoned", "--failed-only")
                            .exitCode())
                    .isZero();
            watcher.terminate();
            assertThat(watcher.awaitExit()).isZero();
        }
    }

    // ---- the watcher outlives everything it watches

    @Test
    void theWatcherOutlivesWorkersAndBroker() throws IOException {
        Duration outage = Duration.ofSeconds(Soak.rounds(3, 60));
        Path file = file("wanted.yaml", Site.yaml("wanted", "running", Site.source("wanted", 10)));
        try (ManagerProcess watcher = manager(
                "watch",
                "-f",
                file.toString(),
                "--reconcile",
                "--restart-failed",
                "--restart-base",
                "1s",
                "--interval",
                "1s",
                "--timeout",
                "10s",
                "--rebalance-timeout",
                "20s",
                "--log-format",
                "json")) {
            site.rest().awaitRunning("wanted", 1);
            for (int round = 0; round < Soak.rounds(1, 3); round++) {
                site.worker(0).kill();
                site.worker(1).kill();
                assertThat(commandLines().run("list").exitCode()).isEqualTo(5);
                last(outage);
                site.worker(1).start();
                site.worker(0).start();
                site.rest().delete("wanted");
                awaitAgain(watcher);

                kafka().kill();
                last(outage);
                kafka().start();
                site.rest().delete("wanted");
                awaitAgain(watcher);
            }
            watcher.terminate();
            assertThat(watcher.awaitExit()).isZero();
        }
    }

    private static void awaitAgain(ManagerProcess watcher) {
        Await.until("the connector to be there again", Site.LIMIT, () -> {
            assertThat(watcher.isAlive()).as(String.join("\n", watcher.lines())).isTrue();
            return site.rest()
                    .status("wanted")
                    .filter(status -> status.isRunning(1))
                    .isPresent();
        });
    }

    private static void last(Duration outage) {
        long end = System.nanoTime() + outage.toNanos();
        Await.until("the end of the outage", Site.LIMIT, () -> System.nanoTime() > end);
    }

    // ---- topics that come and go

    @Test
    void followsTopicsThatComeAndGo() throws Exception {
        Map<String, String> regex = site.sink("churn-.*");
        site.rest().put("by-regex", regex);
        Map<String, String> list = site.sink("unused");
        list.remove("topics.regex");
        // else its consumer, which asks for each topic by name, makes a deleted one again
        list.put("consumer.override.allow.auto.create.topics", "false");
        String rule = "topics:\n  include: churn-.*\n  exclude: churn-x.*\n  keys:\n    topics: \"{topic}\"\n";
        Path file = file("list.yaml", rule + Site.yaml("by-list", "running", list));
        Set<String> topics = new TreeSet<>();
        try (Admin admin = kafka().admin();
                ManagerProcess watcher = manager(
                        "watch",
                        "-f",
                        file.toString(),
                        "--topics",
                        "--interval",
                        "500ms",
                        "--settle",
                        "3s",
                        "--log-format",
                        "json")) {
            Await.until("the empty match to be told", Site.LIMIT, () -> !WatchLog.of(watcher, "topics", "by-list")
                    .isEmpty());
            assertThat(site.rest().connectors()).containsExactly("by-regex");
            kafka().createTopic("churn-x", 1);
            Random random = new Random(11);
            for (int change = 0; change < Soak.rounds(5, 60); change++) {
                if (topics.size() > 3 && random.nextBoolean()) {
                    String gone = topics.iterator().next();
                    topics.remove(gone);
                    admin.deleteTopics(List.of(gone)).all().get();
                } else {
                    for (int burst = random.nextInt(3); burst >= 0; burst--) {
                        String fresh = "churn-" + change + "-" + burst;
                        topics.add(fresh);
                        kafka().createTopic(fresh, 1);
                    }
                }
                awaitList(watcher, topics);
            }
            admin.deleteTopics(topics).all().get();
            Await.until("the emptied listing to be told", Site.LIMIT, () -> watcher.lines().stream()
                    .anyMatch(line -> line.contains("the listing has 0 of its " + topics.size())));
            awaitList(watcher, topics);

            List<WatchLog.Line> updates = WatchLog.of(watcher, "topics", "by-list").stream()
                    .filter(line -> line.message().startsWith("follows"))
                    .toList();
            // a line is written after its update, which takes a time: over all of them the pauses must be there
            Duration all = Duration.between(
                    updates.get(0).time(), updates.get(updates.size() - 1).time());
            assertThat(all).isGreaterThanOrEqualTo(Duration.ofSeconds(3L * (updates.size() - 2)));
            assertThat(watcher.lines()).noneMatch(line -> line.contains("by-regex"));
            watcher.terminate();
            assertThat(watcher.awaitExit()).isZero();
        }
    }

    private static void awaitList(ManagerProcess watcher, Set<String> topics) {
        Await.until("the list to be " + topics, Site.LIMIT, () -> {
            assertThat(watcher.isAlive()).as(String.join("\n", watcher.lines())).isTrue();
            return site.rest().connectors().contains("by-list")
                    && site.rest()
                            .get("/connectors/by-list/config")
                            .path("topics")
                            .asText()
                            .equals(String.join(",", topics));
        });
    }
}
