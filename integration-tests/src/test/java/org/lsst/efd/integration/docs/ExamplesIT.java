package org.lsst.efd.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.stack.LocalStack;

/** Every connector that the documentation shows, and every one that the quickstart deploys, is valid in a real worker. */
class ExamplesIT {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([a-z_]+)(?::([^}]*))?}}");

    @TempDir
    private Path directory;

    @Test
    void everyExampleIsValid() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Path page : DocumentationPages.all()) {
            examples.addAll(Example.of(DocumentationPages.project().relativize(page), DocumentationPages.text(page)));
        }
        int ofPages = examples.size();
        examples.addAll(ofFiles());
        List<String> mistakes = new ArrayList<>();
        try (LocalStack stack =
                LocalStack.builder().cluster("docs").workers("docs", 1).start()) {
            ConnectRest rest = stack.connect("docs").rest();
            Set<String> plugins = rest.plugins();
            for (Example example : examples) {
                if (plugins.contains(example.config().get(Example.CLASS))) {
                    rest.mistakes("example", filledIn(example.config()))
                            .forEach(mistake -> mistakes.add(example.where() + ": " + mistake));
                } else {
                    mistakes.add(example.where() + ": there is no plugin of that class");
                }
            }
        }
        assertThat(mistakes).isEmpty();
        assertThat(ofPages).isGreaterThan(3);
        assertThat(examples.size() - ofPages).isGreaterThan(10);
    }

    /** The files of the quickstart, and those that each plugin brings. */
    private static List<Example> ofFiles() throws IOException {
        List<Example> examples = new ArrayList<>();
        Path project = DocumentationPages.project();
        try (Stream<Path> files = Files.walk(project, 5)) {
            for (Path file : files.filter(file -> project.relativize(file)
                            .toString()
                            .matches("quickstart/connectors/.*\\.json|[a-z-]+/src/plugin/etc/.*\\.json"))
                    .sorted()
                    .toList()) {
                String where = project.relativize(file).toString();
                Example.json(where, DocumentationPages.text(file))
                        .ifPresent(config -> examples.add(new Example(where, config)));
            }
        }
        return examples;
    }

    /** With values in the place of variables, and with directories that exist. */
    private Map<String, String> filledIn(Map<String, String> config) throws IOException {
        Map<String, String> filled = new TreeMap<>();
        for (Map.Entry<String, String> entry : config.entrySet()) {
            Matcher variable = VARIABLE.matcher(entry.getValue());
            filled.put(
                    entry.getKey(),
                    variable.replaceAll(found ->
                            Matcher.quoteReplacement(found.group(2) != null ? found.group(2) : value(found.group(1)))));
        }
        if (filled.containsKey("replay.directory")) {
            filled.put(
                    "replay.directory",
                    written("lsst.sal.MTM1M3.power.csv", "time,x\n1,1\n").toString());
        }
        if (filled.containsKey("schemas.directory")) {
            String schema = "{\"type\":\"record\",\"name\":\"a\",\"fields\":[{\"name\":\"x\",\"type\":\"double\"}]}";
            filled.put(
                    "schemas.directory",
                    written("lsst.sal.MTM1M3.power.avsc", schema).toString());
        }
        return filled;
    }

    private Path written(String name, String text) throws IOException {
        Path own = Files.createDirectories(directory.resolve(name));
        Files.writeString(own.resolve(name), text);
        return own;
    }

    private static String value(String variable) {
        if (variable.endsWith("registry")) {
            return "http://registry:8081";
        }
        return switch (variable) {
            case "summit_kafka", "ldf_kafka" -> "kafka:9092";
            case "influxdb" -> "http://influxdb:8086";
            case "jdbc_url" -> "jdbc:h2:tcp://database/efd;MODE=Oracle";
            case "parquet_url" -> "file:///tmp/efd";
            default -> "efd";
        };
    }
}
