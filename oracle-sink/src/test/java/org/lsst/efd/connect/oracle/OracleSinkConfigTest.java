package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.connect.common.settings.KeyTable;

final class OracleSinkConfigTest {
    @Test
    void theKeyTableOfTheDocsIsThatOfTheSettings() throws IOException {
        Path document = Path.of("../docs/oracle-sink.md");
        KeyTable table = KeyTable.of(OracleSinkConfig.SETTINGS);
        if (Boolean.getBoolean("keys.write")) {
            table.writeTo(document);
        }
        assertThat(table.isIn(document))
                .as("run this test with -Dkeys.write=true to mend the table")
                .isTrue();
    }

    @Test
    void connectFindsTheConnector() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(OracleSinkConnector.class);
    }

    @Test
    void oneSettingIsEnough() {
        assertThat(mistakes("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.url=jdbc:mysql://h/d|connection.url|jdbc:oracle",
                "connection.url=jdbc:postgresql://h/d?user=u&password=secret|connection.url|connection.user",
                "connection.url=jdbc:oracle:thin:efd/secret@//h:1521/x|connection.url|connection.user",
                "connection.password=secret|connection.user|needed",
                "connections=17|connections|between 1 and 16",
                "table.name=${topik}|table.name|unknown variable",
                "table.name=${topic|table.name|lacks }",
                "insert.mode=upsert|pk.mode|none",
                "insert.mode=merge|insert.mode|one of",
                "pk.mode=record-key|pk.mode|record_key",
                "pk.mode=record_value|pk.fields|needed",
                "pk.mode=kafka pk.fields=a|pk.fields|two or three",
                "pk.fields=a|pk.fields|empty",
                "behavior.on.null.values=delete|behavior.on.null.values|record_key",
                "partition.interval=month|timestamp.column|needed",
                "partition.interval=week|partition.interval|one of",
                "partition.start=2020|partition.start|2020-01-01",
                "retention.days=30|retention.days|whole partitions",
                "aggregate.enabled=true|timestamp.column|windows",
                "array.mode=native connection.url=jdbc:mariadb://h/d|array.mode|PostgreSQL",
                "array.overflow.mode=flatten|array.overflow.mode|other form",
                "nonfinite=store connection.url=jdbc:mariadb://h/d|nonfinite|MariaDB",
                "column.types=a=text;drop|column.types|glob=type",
                "column.types=a|column.types|glob=type",
                "table.options=;x|table.options|semicolon",
                "string.length=5000|string.length|between",
                "offsets.table=a.b.c|offsets.table|schema",
                "retry.backoff.ms=70000|retry.backoff.max.ms|below",
                "overrides=a|overrides|overrides.a.topics is missing",
                "overrides=a overrides.a.topics=( |overrides|regular expression",
                "overrides=a overrides.a.topics=x overrides.a.connection.url=y|overrides|can be overridden",
                "overrides=a overrides.a.topics=x overrides.a.insert.mode=upsert|overrides|pk.mode",
            })
    void tellsEachMistakeOnItsKey(String settings, String key, String text) {
        Map<String, List<String>> mistakes = mistakes(settings);

        assertThat(mistakes).containsOnlyKeys(key);
        assertThat(String.join(" ", mistakes.getOrDefault(key, List.of()))).contains(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert.mode=upsert pk.mode=record_key behavior.on.null.values=delete",
                "pk.mode=kafka pk.fields=p,o timestamp.column=ts partition.interval=month retention.days=3650",
                "table.name=efd.${topic} delivery.guarantee=at_least_once",
                "column.types=traceback=CLOB,money*=NUMBER(10,2)",
                "aggregate.enabled=true timestamp.column=time",
                "overrides=a overrides.a.topics=x.* overrides.a.insert.mode=upsert overrides.a.pk.mode=record_key",
                "connection.url=jdbc:oracle:thin:@//h:1521/x connection.user=u connection.password=p",
                "connection.url=jdbc:postgresql://h/d array.mode=native",
            })
    void acceptsWhatBelongsTogether(String settings) {
        assertThat(mistakes(settings)).isEmpty();
    }

    private static Map<String, List<String>> mistakes(String settings) {
        Map<String, String> all = new TreeMap<>(Map.of("connection.url", "jdbc:h2:mem:x;MODE=Oracle"));
        Arrays.stream(settings.split(" ", -1)).filter(text -> !text.isEmpty()).forEach(text -> {
            int equals = text.indexOf('=');
            all.put(text.substring(0, equals), text.substring(equals + 1));
        });
        return new OracleSinkConnector()
                .validate(all).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
