package org.lsst.efd.connect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.settings.KeyTable;
import org.lsst.efd.connect.telemetry.stream.Position;
import org.lsst.efd.connect.telemetry.stream.TaskShare;

final class TelemetrySourceConnectorTest {
    private final TelemetrySourceConnector connector = new TelemetrySourceConnector();

    @Test
    void isFoundByConnect() {
        assertThat(ServiceLoader.load(SourceConnector.class))
                .anyMatch(found -> found instanceof TelemetrySourceConnector);
    }

    @Test
    void hasItsKeysInTheReadme() throws Exception {
        KeyTable table = KeyTable.of(TelemetrySourceConfig.SETTINGS);
        Path readme = Path.of("README.md");
        if (Boolean.getBoolean("keys.write")) {
            table.writeTo(readme);
        }
        assertThat(table.isIn(readme))
                .as("run with -Dkeys.write=true to mend it")
                .isTrue();
    }

    @Test
    void dealsOutEveryTopicToOneTask() {
        connector.start(Map.of("topics.count", "10"));

        List<Map<String, String>> configurations = connector.taskConfigs(3);

        assertThat(configurations).hasSize(3).isEqualTo(connector.taskConfigs(3));
        for (int place = 0; place < 10; place++) {
            int topic = place;
            assertThat(configurations.stream().filter(task -> TaskShare.in(task).owns(topic)))
                    .hasSize(1);
        }
        assertThat(connector.taskConfigs(40)).hasSize(10);
    }

    @Test
    void namesTopics() {
        assertThat(topics(Map.of("topics.count", "2"))).containsExactly("telemetry-000", "telemetry-001");
        assertThat(topics(Map.of("topics.count", "1200", "topic.prefix", "lsst.sal.X.t")))
                .startsWith("lsst.sal.X.t0000")
                .endsWith("lsst.sal.X.t1199");
    }

    @Test
    void saysEachMistakeOnItsKey(@TempDir Path directory) throws Exception {
        assertMistake(Map.of("frequency.hz", "-1"), "frequency.hz");
        assertMistake(Map.of("mode", "invent"), "mode");
        assertMistake(Map.of("fields.count", "3,x"), "fields.count");
        assertMistake(Map.of("fields.types", "double,complex"), "fields.types");
        assertMistake(Map.of("fields.types", "double:0"), "fields.types");
        assertMistake(Map.of("nan.ratio", "2"), "nan.ratio");
        assertMistake(Map.of("start.time", "yesterday"), "start.time");
        assertMistake(Map.of("sequence.field", "a b"), "sequence.field");
        assertMistake(Map.of("mode", "replay"), "replay.directory");
        assertMistake(Map.of("mode", "schemas"), "schemas.directory");
        assertMistake(Map.of("mode", "schemas", "schemas.directory", directory.toString()), "schemas.directory");
        assertMistake(Map.of("mode", "replay", "replay.directory", directory + "/absent"), "replay.directory");
        assertMistake(Map.of("replay.include", "("), "replay.include");
        Files.writeString(directory.resolve("a.csv"), "b,c\n1,2\n");
        assertMistake(Map.of("mode", "replay", "replay.directory", directory.toString()), "replay.directory");
    }

    @Test
    void acceptsItsOffsetsAndRefusesOthers() {
        Map<String, String> settings = Map.of("mode", "generate");
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(Position.partition("generate", "a"), Map.of("sequence", 4));
        offsets.put(Position.partition("generate", "b"), null);

        assertThat(connector.alterOffsets(settings, offsets)).isTrue();
        assertThatThrownBy(() -> connector.alterOffsets(
                        settings, Collections.singletonMap(Map.of("topic", "a"), Map.of("sequence", 4))))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> connector.alterOffsets(
                        settings, Map.of(Position.partition("generate", "a"), Map.of("sequence", "x"))))
                .isInstanceOf(ConnectException.class);
        assertThat(connector.exactlyOnceSupport(settings)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void acceptsItsExamples() throws Exception {
        List<Path> examples;
        try (Stream<Path> files = Files.list(Path.of("src/plugin/etc"))) {
            examples = files.toList();
        }
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (Path example : examples) {
            Map<String, String> configuration = configurationOf(example);
            assertThat(configuration).containsEntry("connector.class", TelemetrySourceConnector.class.getName());
            // a file's directory is the reader's own
            assertThat(mistakes(configuration).keySet()).isSubsetOf("schemas.directory", "replay.directory");
            List<String> known = new ArrayList<>(connector.config().names());
            known.addAll(List.of("connector.class", "tasks.max"));
            assertThat(configuration.keySet().stream()
                            .filter(key ->
                                    !key.matches("(key|value)\\.converter.*|topic\\.creation\\..*|transaction\\..*")))
                    .isSubsetOf(known);
        }
    }

    private static Map<String, String> configurationOf(Path example) throws Exception {
        // Avro brings the JSON reader, so that the module needs none of its own
        String schema =
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[],\"example\":" + Files.readString(example) + "}";
        JsonProperties record = new org.apache.avro.Schema.Parser().parse(schema);
        Map<?, ?> json = (Map<?, ?>) record.getObjectProp("example");
        assertThat(json.get("name")).isInstanceOf(String.class);
        Map<String, String> configuration = new TreeMap<>();
        ((Map<?, ?>) java.util.Objects.requireNonNull(json.get("config")))
                .forEach((key, value) -> configuration.put((String) key, (String) value));
        return configuration;
    }

    private void assertMistake(Map<String, String> configuration, String key) {
        assertThat(mistakes(configuration)).containsOnlyKeys(key);
    }

    private Map<String, List<String>> mistakes(Map<String, String> configuration) {
        Map<String, List<String>> mistakes = new HashMap<>();
        for (ConfigValue value : connector.validate(configuration).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                mistakes.put(value.name(), value.errorMessages());
            }
        }
        return mistakes;
    }

    private static List<String> topics(Map<String, String> configuration) {
        return TelemetrySourceConfig.topics(TelemetrySourceConfig.read(configuration));
    }
}
