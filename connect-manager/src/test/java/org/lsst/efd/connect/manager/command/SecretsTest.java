package org.lsst.efd.connect.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.manager.rest.FakeConnect;

/** Secrets planted in every kind of key never come out of any command. */
final class SecretsTest {
    private static final String MARKER = "Marker7secret";
    private static final String SINK = "org.example.FileSink";
    private static final List<String> KEYS = List.of(
            "pin",
            "db.password",
            "api.token",
            "client.secret",
            "aws.secret.access.key",
            "consumer.override.sasl.jaas.config",
            "value.converter.basic.auth.user.info",
            "ssl.private.key",
            "my.credentials",
            "transforms.a.Password",
            "connection.url");

    @TempDir
    private Path home;

    private final FakeConnect.Cluster cluster = new FakeConnect.Cluster().plugin(SINK, "pin");
    private FakeConnect worker;

    @BeforeEach
    void start() throws IOException {
        worker = FakeConnect.worker(cluster);
        for (int i = 0; i < 30; i++) {
            cluster.put("present-" + i, config(i, ""));
        }
        cluster.fail("present-1", "Boom: " + value("pin", 1, "") + "\n\tat " + value("pin", 1, ""));
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private static Map<String, String> config(int number, String suffix) {
        String key = KEYS.get(number % KEYS.size());
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", SINK);
        config.put(key, value(key, number, suffix));
        return config;
    }

    private static String value(String key, int number, String suffix) {
        String secret = MARKER + number + suffix;
        return switch (key) {
            case "connection.url" -> "http://user:" + secret + "@host/";
            case "consumer.override.sasl.jaas.config" -> "x required username=\"u\" password=\"" + secret + "\";";
            case "value.converter.basic.auth.user.info" -> "user:" + secret;
            default -> secret;
        };
    }

    private static String files() {
        StringBuilder files = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            files.append("---\nname: present-").append(i).append("\nconfig:\n");
            config(i, i % 2 == 0 ? "x" : "").forEach((key, value) -> files.append("  ")
                    .append(key)
                    .append(": '")
                    .append(value)
                    .append("'\n"));
        }
        files.append("---\nname: fresh\nconfig:\n  connector.class: ").append(SINK);
        return files.append("\n  pin: ").append(MARKER).append("\n").toString();
    }

    private static List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        for (String form : List.of("table", "json", "yaml")) {
            commands.add(List.of("list", "-o", form));
            commands.add(List.of("status", "-o", form));
            commands.add(List.of("plugin", SINK, "-o", form));
            commands.add(List.of("validate", "-f", "-", "-o", form));
            commands.add(List.of("diff", "-f", "-", "-o", form));
            commands.add(List.of("apply", "-f", "-", "--dry-run", "-o", form));
            for (int i = 0; i < 11; i++) {
                commands.add(List.of("describe", "present-" + i, "-o", form));
                commands.add(List.of("config", "present-" + i, "-o", form));
                commands.add(List.of("tasks", "present-" + i, "-o", form));
            }
            commands.add(List.of("create", "influxdb-sink", "-u", "u", "--dry-run", "-o", form));
            commands.add(List.of("status", "--follow", "--refreshes", "2", "-o", form));
        }
        commands.add(List.of("set", "present-0", "pin=" + MARKER + "new"));
        commands.add(List.of("watch", "-f", "-", "--reconcile", "--once"));
        commands.add(List.of("watch", "--restart-failed", "--once", "--log-format", "json"));
        commands.add(List.of("apply", "-f", "-", "--wait"));
        commands.add(List.of("restart", "--all"));
        commands.add(List.of("offsets", "get", "present-0"));
        commands.add(List.of("context", "list"));
        commands.add(List.of("cluster"));
        commands.add(List.of("delete", "nope"));
        commands.add(List.of("--db-password=" + MARKER, "list"));
        return commands;
    }

    private void noneComesOut(boolean isBroken) {
        Map<String, String> environment = Map.of(
                "KAFKA_CONNECT_URL",
                worker.url(),
                "KAFKA_CONNECT_REST_USER",
                "u",
                "KAFKA_CONNECT_REST_PASSWORD",
                MARKER + "rest",
                "KAFKA_CONNECT_INFLUXDB_PASSWORD",
                MARKER + "influx");
        for (List<String> command : commands()) {
            if (isBroken) {
                worker.answerNext(
                        "PUT", 400, "{\"message\":\"cannot use " + MARKER + "0x or http://a:" + MARKER + "@b\"}");
            }
            List<String> words = new ArrayList<>(command);
            words.add("--debug");
            Run run = Run.of(environment, home, files(), words.toArray(String[]::new));
            assertThat(run.all()).as(String.join(" ", command)).doesNotContain(MARKER);
        }
    }

    @Test
    void noneComesOutOfAnyCommand() {
        noneComesOut(false);
    }

    @Test
    void noneComesOutOfErrors() {
        cluster.refuse("pin", "Invalid value ");
        cluster.refuse("db.password", "Invalid value ");
        noneComesOut(true);
    }

    @Test
    void noneIsLeftInFiles() throws IOException {
        noneComesOut(false);
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile)).noneMatch(SecretsTest::holdsMarker);
        }
    }

    private static boolean holdsMarker(Path file) {
        try {
            return Files.readString(file).contains(MARKER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void maskingNeitherHidesNorInventsADifference() {
        Run diff = Run.of(Map.of("KAFKA_CONNECT_URL", worker.url()), home, files(), "diff", "-f", "-");

        assertThat(diff.out())
                .contains("~ present-0\n    ~ pin: *** -> *** (changed)")
                .contains("= present-1\n")
                .contains("+ fresh");
    }
}
