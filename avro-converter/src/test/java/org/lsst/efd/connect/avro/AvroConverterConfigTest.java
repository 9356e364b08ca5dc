package org.lsst.efd.connect.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.settings.KeyTable;

final class AvroConverterConfigTest {
    private static final Map<String, String> WORKING = Map.of("schema.registry.url", "http://registry:8081");

    @Test
    void theKeyTableOfTheReadmeIsThatOfTheSettings() throws IOException {
        Path readme = Path.of("README.md");
        KeyTable table = KeyTable.of(AvroConverterConfig.SETTINGS);
        if (Boolean.getBoolean("keys.write")) {
            table.writeTo(readme);
        }
        assertThat(table.isIn(readme))
                .as("README.md holds the current key table; -Dkeys.write=true writes it")
                .isTrue();
    }

    @Test
    void theExamplesAreAccepted() throws IOException {
        for (Map<String, String> example : examples()) {
            AvroConverterConfig.of(example, false);
        }
    }

    /** Its jars are not on Maven Central: {@code -Dconfluent.converter=DIRECTORY} names where they are installed. */
    @Test
    void theExamplesOfRegisteredFramingAreAcceptedByConfluentsConverterToo() throws Exception {
        String installed = System.getProperty("confluent.converter");
        Assumptions.assumeTrue(
                installed != null, "Confluent's converter is not checked: name its jars with -Dconfluent.converter");
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(installed), "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        }
        try (URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new))) {
            for (Map<String, String> example : examples()) {
                if (!example.containsKey("framing")) {
                    Class<?> type = Class.forName("io.confluent.connect.avro.AvroConverter", true, loader);
                    ((Converter) type.getDeclaredConstructor().newInstance()).configure(example, false);
                }
            }
        }
    }

    /** What the example connectors say about the converter of their values. */
    private static List<Map<String, String>> examples() throws IOException {
        List<Map<String, String>> examples = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("src/plugin/etc"))) {
            for (Path file : files) {
                JsonNode config = new ObjectMapper().readTree(file.toFile()).get("config");
                assertThat(config.get("value.converter").asText()).isEqualTo(AvroConverter.class.getName());
                Map<String, String> ofValue = new HashMap<>();
                config.properties().forEach(entry -> {
                    if (entry.getKey().startsWith("value.converter.")) {
                        ofValue.put(
                                entry.getKey().substring("value.converter.".length()),
                                entry.getValue().asText());
                    }
                });
                examples.add(ofValue);
            }
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }

    @Test
    void acceptsTheKeysOfConfluentsConverter() {
        Map<String, String> configuration = new HashMap<>(WORKING);
        configuration.put("value.subject.name.strategy", "io.confluent.kafka.serializers.subject.RecordNameStrategy");
        configuration.put("basic.auth.credentials.source", "USER_INFO");
        configuration.put("basic.auth.user.info", "user:secret");
        configuration.put("enhanced.avro.schema.support", "true");
        configuration.put("rule.executors", "ignored");

        AvroConverterConfig.of(configuration, false);
    }

    @Test
    void reportsMistakesOnTheirKeysAndNoSecrets() {
        refuses(Map.of("framing", "none"), "framing");
        refuses(Map.of("framing", "static"), "static.schema");
        refuses(Map.of("framing", "static", "static.schema", "{"), "static.schema");
        refuses(Map.of("value.subject.name.strategy", "mine"), "value.subject.name.strategy");
        refuses(Map.of("basic.auth.credentials.source", "USER_INFO"), "basic.auth.user.info");
        refuses(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN"), "bearer.auth.token");
        refuses(Map.of("proxy.host", "proxy"), "proxy.port");
        refuses(Map.of("static.schema.url", "ftp://schemas"), "static.schema.url");
        assertThatThrownBy(() ->
                        AvroConverterConfig.of(Map.of("schema.registry.url", "ftp://user:geheim@registry"), false))
                .isInstanceOf(ConfigException.class);
    }

    private static void refuses(Map<String, String> wrong, String key) {
        Map<String, String> configuration = new HashMap<>(WORKING);
        configuration.putAll(wrong);
        assertThatThrownBy(() -> AvroConverterConfig.of(configuration, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }
}
