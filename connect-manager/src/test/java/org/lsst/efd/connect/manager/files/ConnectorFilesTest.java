package org.lsst.efd.connect.manager.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;

final class ConnectorFilesTest {
    private static final Variables NONE = new Variables(Map.of(), Map.of("HOME", "/root"));

    private static List<DesiredConnector> read(String text, Variables variables) {
        return new ConnectorFiles(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .read(List.of(Path.of("-")), variables, Optional.empty());
    }

    private static Map<String, String> config(String yaml) {
        return read("name: a\nconfig:\n  connector.class: C\n" + yaml.indent(2), NONE)
                .get(0)
                .config();
    }

    @ParameterizedTest
    @CsvSource({"off", "1_000", "2026-11-01", "0x10", "010", "1e3", "yes", "12:30:45", "1.50", "True", "-.inf"})
    void takesYamlScalarsAsTheyAreWritten(String text) {
        assertThat(config("k: " + text)).containsEntry("k", text);
    }

    @Test
    void dropsNullsAndKeepsQuotedOnes() {
        assertThat(config("a: ~\nb: null\nc:\nd: \"~\"\ne: ''"))
                .containsOnly(Map.entry("connector.class", "C"), Map.entry("d", "~"), Map.entry("e", ""));
    }

    @Test
    void keepsTheTextOfJsonNumbersAndBooleans() {
        Map<String, String> config = read(
                        "{\"name\":\"a\",\"connector.class\":\"C\",\"x\":1e3,\"y\":1.50,\"z\":true,\"n\":null}", NONE)
                .get(0)
                .config();

        assertThat(config)
                .containsOnly(
                        Map.entry("connector.class", "C"),
                        Map.entry("x", "1e3"),
                        Map.entry("y", "1.50"),
                        Map.entry("z", "true"));
    }

    @Test
    void joinsListsAndLeavesConnectsOwnReferencesAlone() {
        assertThat(config("topics: [a, b]\nurl: ${file:/x:y}\nt: ${topic}-x"))
                .containsEntry("topics", "a,b")
                .containsEntry("url", "${file:/x:y}")
                .containsEntry("t", "${topic}-x");
    }

    @Test
    void replacesVariables() {
        Variables variables = NONE.with(Map.of("host", "db{{x}}"));
        Map<String, String> config = read(
                        "name: a\nconfig:\n  connector.class: C\n  u: \"http://{{host}}:{{port:8086}}{{env.HOME}}\"",
                        variables)
                .get(0)
                .config();

        assertThat(config).containsEntry("u", "http://db{{x}}:8086/root");
    }

    @Test
    void readsManyDocumentsManyKeysAndUnicodeNames() {
        String many = IntStream.range(0, 50)
                .mapToObj(i -> "name: größe-" + i + "\nconfig:\n  connector.class: C\n")
                .collect(Collectors.joining("---\n"));
        String keys =
                IntStream.range(0, 3000).mapToObj(i -> "k" + i + ": v" + i).collect(Collectors.joining("\n"));

        assertThat(read(many, NONE))
                .hasSize(50)
                .extracting(DesiredConnector::name)
                .contains("größe-49");
        assertThat(config(keys)).hasSize(3001);
    }

    @Test
    void readsStatesAndTopicRules() {
        DesiredConnector connector = read(
                        """
                        name: a
                        state: paused
                        config: {connector.class: C}
                        topics:
                          include: t.*
                          exclude: .*x
                          keys:
                            topics: "{topic}"
                            kcql: {template: "SELECT {topic}", join: ;}
                        """,
                        NONE)
                .get(0);

        assertThat(connector.state()).isEqualTo(DesiredState.PAUSED);
        assertThat(connector.topics()).hasValueSatisfying(rule -> {
            var topics = rule.follows(List.of("t1", "u1", "tx", "t2", "__t"));
            assertThat(topics).containsExactly("t1", "t2");
            assertThat(rule.keysFor(topics))
                    .containsEntry("topics", "t1,t2")
                    .containsEntry("kcql", "SELECT t1;SELECT t2");
            assertThat(rule.topicsIn(Map.of("topics", "t1,t9"))).containsExactly("t1", "t9");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: a\\nconfig:\\n  connector.class: C\\n  k: 1\\n  k: 2 | :5: | twice",
                "name: a\\nconfig:\\n  connector.class: C\\n  k: {x: y} | :4: | flat",
                "name: a\\nconfig:\\n  connector.class: C\\n\\tk: 1 | :4: | \\t",
                "name: a\\nconfig:\\n  connector.class: C\\n  k: \"{{nope}}\" | :4: | nope",
                "name: a\\nconfig:\\n  connector.class: C\\n  k: {{nope}} | :4: | quoted",
                "name: a\\nconfig:\\n  connector.class: C\\nstaet: paused | :4: | staet",
                "name: a\\nconfig:\\n  k: v | :1: | connector.class",
                "config:\\n  connector.class: C | :1: | no name",
                "name: a\\nstate: gone\\nconfig:\\n  connector.class: C | :1: | gone",
                "name: a\\nconfig: {connector.class: C}\\n---\\nname: a\\nconfig: {connector.class: C} | :1 | twice",
                "{\"name\":\"a\",\"connector.class\":\"C\",\"k\":1,\"k\":2} | :1: | k",
            })
    void tellsFileAndLineOfAMistake(String text, String place, String what) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n").replace("\\t", "\t"), NONE))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("standard input" + place)
                .hasMessageContaining(what);
    }

    @Test
    void readsDirectoriesAndFlatFilesWithAGivenName(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("deep"));
        Files.writeString(directory.resolve("deep/one.yml"), "name: one\nconnector.class: C\n");
        Files.writeString(directory.resolve("two.json"), "{\"name\":\"two\",\"connector.class\":\"C\"}");
        Files.writeString(directory.resolve("README.md"), "not a connector");
        Path flat = Files.writeString(directory.resolve("flat.txt"), "{\"connector.class\":\"C\"}");
        ConnectorFiles files = new ConnectorFiles(new ByteArrayInputStream(new byte[0]));

        assertThat(files.read(List.of(directory), NONE, Optional.empty()))
                .extracting(DesiredConnector::name)
                .containsExactly("one", "two");
        assertThat(files.read(List.of(flat), NONE, Optional.of("given")))
                .extracting(DesiredConnector::name)
                .containsExactly("given");
    }
}
