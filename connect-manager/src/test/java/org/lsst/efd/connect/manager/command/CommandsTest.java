package org.lsst.efd.connect.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.manager.rest.FakeConnect;

final class CommandsTest {
    private static final String SINK = "org.example.FileSink";

    @TempDir
    private Path home;

    private final FakeConnect.Cluster cluster = new FakeConnect.Cluster().plugin(SINK, "pin");
    private FakeConnect worker;

    @BeforeEach
    void start() throws IOException {
        worker = FakeConnect.worker(cluster);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private Run run(String... words) {
        return Run.of(Map.of("KAFKA_CONNECT_URL", worker.url()), home, "", words);
    }

    private Run runWith(String input, String... words) {
        return Run.of(Map.of("KAFKA_CONNECT_URL", worker.url()), home, input, words);
    }

    private static String file(String name, String... lines) {
        StringBuilder file = new StringBuilder("name: " + name + "\nconfig:\n  connector.class: " + SINK + "\n");
        for (String line : lines) {
            file.append("  ").append(line).append('\n');
        }
        return file.toString();
    }

    // ---- exit codes

    @Test
    void exitCode0WhereThereIsNothingToDo() {
        cluster.put("a", Map.of("connector.class", SINK, "file", "f"));
        Run second = runWith(file("a", "file: f"), "apply", "-f", "-");

        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("Nothing to do: 1 unchanged");
        assertThat(worker.writes()).isEmpty();
    }

    @Test
    void exitCode1WhereOneOfSeveralFails() {
        cluster.put("a", Map.of("connector.class", SINK));
        Run run = run("pause", "nope", "a");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("nope");
        assertThat(cluster.state("a")).isEqualTo("PAUSED");
    }

    @Test
    void exitCode2ForMistakesOfTheUser() {
        assertThat(run("lisst").exitCode()).isEqualTo(2);
        assertThat(run("list", "--nope").exitCode()).isEqualTo(2);
        assertThat(run("pause").exitCode()).isEqualTo(2);
        assertThat(run("apply", "-f", "/nowhere.yaml").exitCode()).isEqualTo(2);
        assertThat(runWith(file("a", "file: \"{{nope}}\""), "diff", "-f", "-").exitCode())
                .isEqualTo(2);
        assertThat(run("-c", "nonsense", "list").exitCode()).isEqualTo(2);
        assertThat(run("-c", "http://u:geheim@h:1", "list").exitCode()).isEqualTo(2);
        assertThat(run("--show-secrets", "list").exitCode()).isEqualTo(2);
        assertThat(run("delete", "--all").exitCode()).isZero();
    }

    @Test
    void exitCode3WhereSomethingDiffersAndThatIsAsked() {
        assertThat(runWith(file("a"), "diff", "-f", "-", "--exit-code").exitCode())
                .isEqualTo(3);
        assertThat(runWith(file("a"), "apply", "-f", "-", "--dry-run", "--exit-code")
                        .exitCode())
                .isEqualTo(3);
        assertThat(runWith(file("a"), "diff", "-f", "-").exitCode()).isZero();
        assertThat(worker.writes()).isEmpty();
    }

    @Test
    void exitCode4WhereTheServerRejectsAndThenNothingIsChanged() {
        cluster.refuse("number", "Invalid value ");
        Run run = runWith(file("a") + "---\n" + file("b", "number: x"), "apply", "-f", "-");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("b: number: Invalid value x").contains("nothing is changed");
        assertThat(cluster.names()).isEmpty();

        Run unknownClass = runWith("name: c\nconnector.class: org.example.Nope\n", "apply", "-f", "-");
        assertThat(unknownClass.exitCode()).isEqualTo(4);
        assertThat(unknownClass.err()).contains("org.example.Nope").contains(SINK);

        assertThat(runWith(file("d", "fiel: x"), "validate", "-f", "-", "--strict")
                        .exitCode())
                .isEqualTo(4);
        assertThat(runWith(file("d", "fiel: x"), "validate", "-f", "-").exitCode())
                .isZero();
    }

    @Test
    void exitCode5WhereNoWorkerAnswersOrTheLoginIsRefused() {
        String gone = worker.url();
        worker.requireAuthorization("Basic dTpw");
        assertThat(run("list").exitCode()).isEqualTo(5);
        Map<String, String> login =
                Map.of("KAFKA_CONNECT_URL", gone, "KAFKA_CONNECT_REST_USER", "u", "KAFKA_CONNECT_REST_PASSWORD", "p");
        assertThat(Run.of(login, home, "", "list").exitCode()).isZero();

        worker.close();
        assertThat(run("list").exitCode()).isEqualTo(5);
        assertThat(run("cluster").exitCode()).isEqualTo(5);
        assertThat(run("pause", "a", "b").exitCode()).isEqualTo(5);
    }

    @Test
    void exitCode6WhereSomethingHasFailed() {
        cluster.put("a", Map.of("connector.class", SINK));
        cluster.fail("a", "java.lang.Boom: it broke\n\tat x");
        Run status = run("status");
        assertThat(status.exitCode()).isEqualTo(6);
        assertThat(status.out()).contains("java.lang.Boom: it broke").doesNotContain("at x");

        Run waiting = runWith(file("a", "file: other"), "apply", "-f", "-", "--wait");
        assertThat(waiting.exitCode()).isEqualTo(6);
        assertThat(waiting.err()).contains("a has FAILED");
    }

    // ---- applying

    @Test
    void aReadThatFailsEndsEverythingBeforeAnythingIsSent() {
        cluster.put("a", Map.of("connector.class", SINK, "connect.manager.group", "g"));
        for (int i = 0; i < 20; i++) {
            worker.answerNext("GET /connectors", 500, "{\"message\":\"broken\"}");
        }
        Run run = runWith(file("b"), "apply", "-f", "-", "--group", "g", "--prune", "--yes", "--force");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(worker.writes()).isEmpty();
    }

    @Test
    void changesConfigurationAndStateInOneRun() {
        cluster.put("a", Map.of("connector.class", SINK, "file", "old", "topics", "t"));
        Run run = runWith("state: paused\n" + file("a", "file: new"), "apply", "-f", "-", "-o", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(worker.writes()).containsExactly("PUT /connectors/a/config", "PUT /connectors/a/pause");
        assertThat(cluster.config("a")).containsEntry("file", "new").doesNotContainKey("topics");
    }

    @Test
    void prunesTheGroupAndNothingElse() {
        for (String name : List.of("a", "b", "c", "d")) {
            cluster.put(name, Map.of("connector.class", SINK, "connect.manager.group", "g"));
        }
        cluster.put("other", Map.of("connector.class", SINK, "connect.manager.group", "h"));
        cluster.put("free", Map.of("connector.class", SINK));
        String three = file("a") + "---\n" + file("b") + "---\n" + file("c");

        assertThat(runWith(three, "prune", "-f", "-", "--group", "g").exitCode())
                .isEqualTo(2);
        assertThat(runWith(file("a"), "prune", "-f", "-", "--group", "g", "--yes")
                        .err())
                .contains("more than half");
        assertThat(runWith(three, "prune", "-f", "-", "--group", "g", "--yes").exitCode())
                .isZero();
        assertThat(cluster.names()).containsExactly("a", "b", "c", "free", "other");
    }

    @Test
    void keepsTheLabelThatAFileDoesNotMention() {
        cluster.put("a", Map.of("connector.class", SINK, "connect.manager.group", "g"));

        assertThat(runWith(file("a"), "diff", "-f", "-", "--exit-code").exitCode())
                .isZero();
    }

    @Test
    void setsSingleKeysOfAllThatMatch() {
        cluster.put("x1", Map.of("connector.class", SINK, "file", "a"));
        cluster.put("x2", Map.of("connector.class", SINK));
        cluster.put("y", Map.of("connector.class", SINK));

        assertThat(run("set", "--match", "x.", "topics=t", "--unset", "file").exitCode())
                .isZero();
        assertThat(cluster.config("x1")).containsEntry("topics", "t").doesNotContainKey("file");
        assertThat(cluster.config("y")).doesNotContainKey("topics");
    }

    @Test
    void readsFiveHundredConnectorsByTheSameFewRequests() {
        StringBuilder files = new StringBuilder();
        for (String name : FakeConnect.names("c", 500)) {
            cluster.put(name, Map.of("connector.class", SINK));
            files.append("---\n").append(file(name, "file: f"));
        }
        assertThat(run("list", "-o", "names").out().lines()).hasSize(500);
        assertThat(worker.requests()).hasSizeLessThanOrEqualTo(3);

        worker.forgetRequests();
        assertThat(runWith(files.toString(), "diff", "-f", "-").out()).contains("500 to update");
        assertThat(worker.requests()).hasSizeLessThanOrEqualTo(3 + 1);
    }

    @Test
    void advisesWhatKeepsADeletedTopicDeleted() {
        String ruled = file("a") + "topics: {include: x.*, keys: {topics: \"{topic}\"}}\n";

        assertThat(runWith(ruled, "validate", "-f", "-").out()).contains("allow.auto.create.topics: false");
        assertThat(runWith(
                                ruled.replace(
                                        "config:\n", "config:\n  consumer.override.allow.auto.create.topics: false\n"),
                                "validate",
                                "-f",
                                "-")
                        .out())
                .doesNotContain("warning");
    }

    // ---- offsets

    @Test
    void printsWhatUndoesAChangeOfOffsets() throws IOException {
        cluster.put("a", Map.of("connector.class", SINK));
        String before =
                "[{\"partition\":{\"kafka_topic\":\"t\",\"kafka_partition\":0},\"offset\":{\"kafka_offset\":7}}]";
        cluster.offsets("a", (ArrayNode) new JsonMapper().readTree(before));

        assertThat(run("offsets", "set", "a", "--entry", "topic=t,partition=0,offset=3")
                        .exitCode())
                .isEqualTo(1);
        Run set = run("offsets", "set", "a", "--entry", "topic=t,partition=0,offset=3", "--stop");
        assertThat(set.exitCode()).isZero();
        assertThat(cluster.state("a")).isEqualTo("RUNNING");
        assertThat(run("offsets", "get", "a").out()).contains("t      0          3");

        assertThat(runWith(set.out(), "offsets", "set", "a", "-f", "-", "--stop")
                        .exitCode())
                .isZero();
        assertThat(run("offsets", "get", "a").out()).contains("t      0          7");
    }

    // ---- contexts

    @Test
    void usesTheCurrentContextAndRefusesReadableSecrets() throws IOException {
        cluster.put("a", Map.of("connector.class", SINK));
        assertThat(Run.of(Map.of(), home, "", "-c", worker.url(), "context", "add", "ldf", "-o", "names")
                        .exitCode())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("config.yaml"))))
                .isEqualTo("rw-------");
        assertThat(Run.of(Map.of(), home, "", "list").out()).isEqualTo("a\n");
        assertThat(run("context", "use", "nope").exitCode()).isEqualTo(2);

        Files.writeString(
                home.resolve("config.yaml"), "contexts:\n  x:\n    connect: http://h:1\n    rest-password: geheim\n");
        Files.setPosixFilePermissions(home.resolve("config.yaml"), PosixFilePermissions.fromString("rw-r--r--"));
        Run refused = run("list");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.all()).contains("chmod 600").doesNotContain("geheim");
    }

    // ---- the former tool

    @Test
    void theFormerCommandLinesWorkOrNameTheirReplacement() throws IOException {
        String influx = "org.lsst.efd.connect.influxdb.InfluxDbSinkConnector";
        Map<String, String> environment = Map.of(
                "KAFKA_CONNECT_URL", worker.url(),
                "KAFKA_CONNECT_NAME", "efd",
                "KAFKA_CONNECT_DATABASE", "efd",
                "KAFKA_CONNECT_TASKS_MAX", "4",
                "KAFKA_CONNECT_TOPIC_REGEX", "lsst.*",
                "KAFKA_CONNECT_INFLUXDB_USERNAME", "u",
                "KAFKA_CONNECT_INFLUXDB_PASSWORD", "geheim-1");
        Run dry = Run.of(environment, home, "", "create", "influxdb-sink", "--auto-update", "--dry-run", "-o", "json");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out())
                .contains("\"name\" : \"efd\"", "\"tasks.max\" : \"4\"", influx, "\"topics.regex\" : \"lsst.*\"")
                .doesNotContain("geheim-1");
        assertThat(dry.err()).contains("--auto-update is not needed");

        Run password = Run.of(environment, home, "", "create", "influxdb-sink", "-p", "geheim-2", "--dry-run");
        assertThat(password.exitCode()).isEqualTo(2);
        assertThat(password.err()).contains("--password-file").doesNotContain("geheim-2");

        Path flat = Files.writeString(home.resolve("c.json"), "{\"connector.class\":\"" + SINK + "\",\"file\":\"f\"}");
        assertThat(run("upload", flat.toString(), "-n", "up").exitCode()).isZero();
        assertThat(cluster.names()).containsExactly("up");
        assertThat(run("info", "up").out()).contains("file: f");
        Run s3 = run("create", "s3-sink", flat.toString(), "--path", "file:///x");
        assertThat(s3.exitCode()).isEqualTo(2);
        assertThat(s3.err()).contains("upload");
    }

    // ---- completion

    @Test
    void completesCommandsOptionsAndConnectors() {
        cluster.put("alpha", Map.of("connector.class", SINK));

        assertThat(run("__complete", "1", "--", "res").out().lines()).contains("restart", "resume");
        assertThat(run("__complete", "2", "--", "apply", "--dr").out().lines()).containsExactly("--dry-run");
        assertThat(run("__complete", "2", "--", "pause", "al").out().lines()).containsExactly("alpha");
        worker.close();
        Run cached = run("__complete", "2", "--", "pause", "al");
        assertThat(cached.exitCode()).isZero();
        assertThat(cached.err()).isEmpty();
        assertThat(run("completion", "bash").out()).contains("complete -o default");
        assertThat(run("completion", "zsh").out()).contains("#compdef");
    }
}
