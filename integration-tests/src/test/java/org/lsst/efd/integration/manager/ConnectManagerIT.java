package org.lsst.efd.integration.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command against a cluster of two workers, beside the golden files of what it prints. */
class ConnectManagerIT {
    /** What is always there: a source that has made all its records, sinks that read on, failed, and are stopped. */
    private static final Set<String> ALWAYS = new TreeSet<>(Set.of("halted", "kept", "made", "poisoned"));

    @TempDir
    private static Path directory;

    private static Site site;

    @TempDir
    private Path home;

    private CommandLines lines;
    private Transcript transcript;

    @BeforeAll
    static void start() {
        site = Site.start(directory);
        site.stack().cluster("site").append("poison", List.of("no JSON".getBytes(StandardCharsets.UTF_8)));
        site.rest().put("made", Site.source("made", 100));
        site.awaitSequence("made", 99);
        site.append("measured", 100);
        site.rest().put("kept", site.sink("measured"));
        site.rest().put("poisoned", site.sink("poison"));
        site.rest().put("halted", site.sink("none-.*"));
        site.rest().stop("halted");
        site.rest().awaitState("halted", "STOPPED");
        site.rest().awaitRunning("kept", 1);
        site.awaitCommitted("kept", "measured", 100);
        site.awaitFailed("poisoned");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void prepare() {
        lines = new CommandLines(home, site.environment());
        transcript = new Transcript(lines, site.kafkaClusterId());
    }

    @AfterEach
    void removeWhatATestMade() {
        site.keepOnly(ALWAYS);
    }

    private static String source(String name, String state, int records) {
        return Site.yaml(name, state, Site.source(name, records));
    }

    @Test
    void reads() {
        for (List<String> command : readingCommands()) {
            transcript.inEachForm(command.toArray(String[]::new));
        }
        transcript.run("list", "-o", "names");
        transcript.run("plugins", "--versions");
        transcript.run("status", "--follow", "--refreshes", "1", "kept", "-o", "json");
        transcript.assertIsAsIn("reading.txt");
    }

    private static List<List<String>> readingCommands() {
        return List.of(
                List.of("list"),
                List.of("status"),
                List.of("status", "kept", "--lag"),
                List.of("status", "--match", "m.*"),
                List.of("describe", "kept"),
                List.of("describe", "made"),
                List.of("describe", "poisoned"),
                List.of("config", "kept"),
                List.of("tasks", "kept"),
                List.of("topics", "made"),
                List.of("plugins"),
                List.of("plugin", Site.SINK, "--search", "retention"),
                List.of("offsets", "get", "kept"),
                List.of("offsets", "get", "made"),
                List.of("cluster"));
    }

    @Test
    void keepsSecretsInEverythingItSaysWhenDebugging() {
        for (List<String> command : readingCommands()) {
            lines.debug("", command);
        }
        lines.debug("", List.of("config", "nobody"));
        lines.debug(Site.yaml("kept", "running", site.sink("others")), List.of("diff", "-f", "-"));
        lines.debug(
                Site.yaml(
                        "bad", "running", Map.of("connector.class", Site.SINK, "influxdb.token", CommandLines.SECRET)),
                List.of("apply", "-f", "-"));
        Map<String, String> login = site.sink("poison");
        login.put("influxdb.url", "http://writer:" + CommandLines.SECRET + "@127.0.0.1:9");
        lines.debug(Site.yaml("login", "stopped", login), List.of("apply", "-f", "-"));
        lines.with("KAFKA_CONNECT_REST_USER", "someone")
                .with("KAFKA_CONNECT_REST_PASSWORD", CommandLines.SECRET)
                .with("KAFKA_CONNECT_INFLUXDB_PASSWORD", CommandLines.SECRET)
                .run("create", "influxdb-sink", "with-login", "-u", "someone", "--dry-run", "-o", "yaml");
    }

    @Test
    void deploys() {
        String one = source("fresh", "paused", 3);
        transcript.inEachFormWith(one, "validate", "-f", "-");
        transcript.inEachFormWith(one, "diff", "-f", "-");
        transcript.inEachFormWith(one, "apply", "-f", "-", "--dry-run");
        for (String form : List.of("table", "json", "yaml")) {
            transcript.run(
                    source("in-" + form, "running", 3), List.of("apply", "-f", "-", "--wait", "180s", "-o", form));
        }
        transcript.inEachFormWith(source("in-yaml", "running", 3), "apply", "-f", "-");
        String changed = source("in-json", "paused", 4) + source("in-table", "stopped", 3);
        transcript.inEachFormWith(changed, "diff", "-f", "-");
        transcript.run(changed, List.of("apply", "-f", "-", "--wait", "180s"));
        transcript.inEachForm("set", "in-json", "messages.max=5", "--unset", "fields.count");
        transcript.inEachForm("config", "in-json");
        for (String form : List.of("table", "json", "yaml")) {
            transcript.run("delete", "in-" + form, "-o", form);
        }
        transcript.assertIsAsIn("deploying.txt");
    }

    @Test
    void prunesUploadsAndWatches() throws IOException {
        String both = source("a", "stopped", 1) + source("b", "stopped", 1) + source("c", "stopped", 1);
        transcript.run(both, List.of("apply", "-f", "-", "--group", "night"));
        String two = source("a", "stopped", 1) + source("b", "stopped", 1);
        transcript.inEachFormWith(two, "prune", "-f", "-", "--group", "night", "--dry-run");
        transcript.run(two, List.of("prune", "-f", "-", "--group", "night", "--yes"));
        Path flat = home.resolve("flat.json");
        Files.writeString(flat, "{\"connector.class\": \"" + Site.SOURCE + "\", \"topic.prefix\": \"flat-\"}");
        transcript.inEachForm("upload", flat.toString(), "-n", "flat");
        Path desired = home.resolve("desired.yaml");
        Files.writeString(desired, source("watched", "stopped", 1));
        transcript.run("watch", "-f", desired.toString(), "--reconcile", "--once");
        lines.run("delete", "watched");
        transcript.run("watch", "-f", desired.toString(), "--reconcile", "--once", "--log-format", "json");
        transcript.assertIsAsIn("pruning.txt");
    }

    @Test
    void startsAndStops() {
        site.rest().put("runner", Site.source("runner", 3));
        site.awaitSequence("runner", 2);
        transcript.inEachForm("pause", "runner");
        transcript.inEachForm("resume", "runner");
        transcript.inEachForm("stop", "--match", "run.*");
        site.rest().awaitState("runner", "STOPPED");
        transcript.inEachForm("status", "runner");
        lines.run("resume", "runner");
        site.rest().awaitRunning("runner", 1);
        transcript.inEachForm("restart", "runner");
        transcript.inEachForm("restart", "runner", "--tasks");
        site.rest().awaitRunning("runner", 1);
        transcript.inEachForm("restart", "runner", "--task", "0");
        transcript.inEachForm("restart", "poisoned", "--failed-only");
        site.awaitFailed("poisoned");
        transcript.inEachForm("topics", "runner", "--reset");
        transcript.inEachForm("logger", "org.lsst.efd.golden", "debug", "--scope", "cluster");
        transcript.inEachForm("logger", "org.lsst.efd.golden");
        assertThat(lines.run("loggers").out()).contains("root");
        assertThat(lines.run("loggers", "-o", "json").out()).contains("\"name\" : \"root\"");
        transcript.assertIsAsIn("running.txt");
    }

    @Test
    void movesTheOffsetsOfASinkAndTakesItBack() {
        site.append("timed", 10);
        site.rest().put("reader", site.sink("timed"));
        site.awaitCommitted("reader", "timed", 10);
        String fifth = Site.FIRST_RECORD.plusSeconds(4 * 60 + 30).toString();
        transcript.inEachForm("offsets", "rewind", "reader", "--to", fifth, "--dry-run");
        transcript.run("offsets", "rewind", "reader", "--to", fifth);
        transcript.run("offsets", "rewind", "reader", "--to", fifth, "--stop");
        site.awaitCommitted("reader", "timed", 10);
        transcript.run("stop", "reader");
        site.rest().awaitState("reader", "STOPPED");
        Call set = transcript.run("offsets", "set", "reader", "--entry", "topic=timed,partition=0,offset=3");
        transcript.inEachForm("offsets", "get", "reader");
        transcript.run(set.out(), List.of("offsets", "set", "reader", "-f", "-"));
        transcript.run("offsets", "get", "reader");
        transcript.inEachForm("offsets", "rewind", "reader", "--to", "earliest");
        transcript.inEachForm("offsets", "delete", "reader");
        transcript.run("offsets", "get", "reader");
        transcript.run("offsets", "rewind", "made", "--to", "earliest");
        transcript.assertIsAsIn("offsets-of-a-sink.txt");
    }

    @Test
    void movesTheOffsetsOfASourceAndTakesItBack() {
        site.rest().put("maker", Site.source("maker", 5));
        site.awaitSequence("maker", 4);
        Call delete = transcript.run("offsets", "delete", "maker", "--stop", "-o", "json");
        // it makes its five records again from the first one
        site.awaitSequence("maker", 4);
        transcript.run("stop", "maker");
        site.rest().awaitState("maker", "STOPPED");
        String second = delete.out().replace(": 4", ": 1");
        transcript.run(second, List.of("offsets", "set", "maker", "-f", "-"));
        transcript.inEachForm("offsets", "get", "maker");
        transcript.run(delete.out(), List.of("offsets", "set", "maker", "-f", "-"));
        transcript.run("offsets", "get", "maker");
        transcript.assertIsAsIn("offsets-of-a-source.txt");
        assertThat(site.stack().cluster("site").records("maker-000")).hasSize(10);
    }

    @Test
    void keepsNamedClustersAndCompletesNames() {
        transcript.inEachForm("-c", "http://ldf:8083", "context", "add", "ldf", "--var", "site=ldf");
        transcript.run("context", "add", "nowhere");
        transcript.run("-c", "http://summit:8083", "context", "add", "summit", "--kafka-password-ref", "env:NOWHERE");
        transcript.run("context", "add", "bad", "--kafka-password-ref", "plain");
        transcript.inEachForm("context", "use", "summit");
        transcript.inEachForm("context", "list");
        transcript.inEachForm("context", "current");
        transcript.run("context", "remove", "summit");
        transcript.run("context", "remove", "summit");
        transcript.run("__complete", "2", "--", "pause", "p");
        transcript.run("__complete", "2", "--", "plugin", "org.lsst.efd.connect.i");
        transcript.run("completion", "bash");
        transcript.run("completion", "zsh");
        transcript.assertIsAsIn("contexts.txt");
    }

    /** The table of exit codes in the documentation, one provocation after the other. */
    @Test
    void endsWithTheExitCodesOfTheDocumentation() throws IOException {
        transcript.run(Site.yaml("kept", "running", site.sink("measured")), List.of("apply", "-f", "-")); // 0
        transcript.run("pause", "nobody"); // 1
        transcript.run("describe", "nobody");
        transcript.run("offsets", "set", "kept", "--entry", "topic=measured,partition=0,offset=1");
        transcript.run("lsit"); // 2
        transcript.run("list", "--no-such-option");
        transcript.run("apply", "-f", "/no/such/file.yaml");
        Path malformed = home.resolve("malformed.yaml");
        Files.writeString(malformed, "name: a\nconfig:\n  x: 1\n  x: 2\n");
        transcript.run("apply", "-f", malformed.toString());
        Files.writeString(malformed, "name: a\nconfig:\n  connector.class: C\n  x: \"{{nowhere}}\"\n");
        transcript.run("diff", "-f", malformed.toString());
        transcript.run("delete", "--all");
        transcript.run("--show-secrets", "config", "kept");
        String fresh = source("fresh", "running", 1);
        transcript.run(fresh, List.of("diff", "-f", "-", "--exit-code", "-o", "names")); // 3
        transcript.run(fresh, List.of("apply", "-f", "-", "--dry-run", "--exit-code", "-o", "names"));
        Map<String, String> wrong = Site.source("wrong", 1);
        wrong.put("frequency.hz", "often");
        transcript.run(Site.yaml("wrong", "running", wrong), List.of("apply", "-f", "-")); // 4
        transcript.run("set", "made", "mode=sideways");
        transcript.run("name: x\nconnector.class: org.example.Absent\n", List.of("apply", "-f", "-"));
        Map<String, String> misspelt = Site.source("wrong", 1);
        misspelt.put("mesages.max", "1");
        transcript.run(Site.yaml("wrong", "running", misspelt), List.of("validate", "-f", "-", "--strict"));
        transcript.run("-c", "http://127.0.0.1:9,http://127.0.0.1:19", "list"); // 5
        transcript.run("-b", "127.0.0.1:9", "--timeout", "2s", "status", "--lag");
        transcript.run("status"); // 6
        transcript.run(fresh, List.of("apply", "-f", "-", "--wait", "0s", "-o", "names"));
        transcript.assertIsAsIn("exit-codes.txt");
    }

    @Test
    void understandsTheCommandLinesOfTheFormerTool() throws IOException {
        CommandLines former = lines.with("KAFKA_CONNECT_DATABASE", "site")
                .with("KAFKA_CONNECT_TASKS_MAX", "2")
                .with("KAFKA_CONNECT_INFLUXDB_URL", site.stack().influxDb().url())
                .with("KAFKA_CONNECT_INFLUXDB_USERNAME", "writer")
                .with("KAFKA_CONNECT_INFLUXDB_PASSWORD", CommandLines.SECRET);
        transcript = new Transcript(former, site.kafkaClusterId());
        String[] create = {
            "create",
            "influxdb-sink",
            "--name",
            "former",
            "--topic-regex",
            "made-.*",
            "--excluded_topics",
            "made-9.*",
            "--timestamp",
            "private_efdStamp",
            "--error-policy",
            "RETRY",
            "--max-retries",
            "3",
            "--retry-interval",
            "1000",
            "--check-interval",
            "2000"
        };
        transcript.run("", append(create, "--dry-run"));
        transcript.run("", append(create, "--validate"));
        transcript.run("", append(create, "--auto-update", "--wait", "180s"));
        transcript.run("create", "influxdb-sink", "-p", "visible");
        transcript.run("create", "influxdb-sink", "-c", "15000");
        Path flat = home.resolve("jdbc.json");
        Files.writeString(flat, "{\"connector.class\": \"" + Site.SOURCE + "\", \"topic.prefix\": \"up-\"}");
        for (String kind : List.of("s3-sink", "jdbc-sink", "mirrormaker2")) {
            transcript.run("create", kind, flat.toString());
        }
        transcript.run("upload", flat.toString(), "--name", "uploaded");
        for (String command : List.of("info", "config", "tasks", "topics", "status", "pause", "resume", "restart")) {
            assertThat(former.run(command, "former").exitCode()).as(command).isZero();
        }
        transcript.run("delete", "former");
        transcript.run("delete", "uploaded");
        transcript.assertIsAsIn("former-tool.txt");
    }

    private static List<String> append(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all;
    }
}
