package org.lsst.efd.connect.influxdb;

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

final class InfluxDbSinkConfigTest {
    private static final Map<String, String> SMALLEST =
            Map.of("influxdb.url", "http://localhost:8086", "influxdb.database", "efd");

    @Test
    void theKeyTableOfTheDocsIsThatOfTheSettings() throws IOException {
        Path document = Path.of("../docs/influxdb-sink.md");
        KeyTable table = KeyTable.of(InfluxDbSinkConfig.SETTINGS);
        if (Boolean.getBoolean("keys.write")) {
            table.writeTo(document);
        }
        assertThat(table.isIn(document))
                .as("run this test with -Dkeys.write=true to mend the table")
                .isTrue();
    }

    @Test
    void connectFindsTheConnector() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(InfluxDbSinkConnector.class);
    }

    @Test
    void twoSettingsAreEnough() {
        assertThat(mistakes("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "influxdb.url=localhost:8086|influxdb.url|form http",
                "influxdb.url=http://u:p@localhost:8086|influxdb.url|credentials",
                "influxdb.url=http://localhost:8086/?db=x|influxdb.url|query",
                "influxdb.database=|influxdb.database|empty",
                "influxdb.api=v3|influxdb.api|one of",
                "influxdb.org=lsst|influxdb.org|v2 only",
                "influxdb.api=v2 influxdb.database.create=true|influxdb.database.create|v1 only",
                "influxdb.api=v2 influxdb.retention.policy=p|influxdb.retention.policy|v1 only",
                "influxdb.retention.duration=30|influxdb.retention.duration|30d",
                "influxdb.shard.duration=day|influxdb.shard.duration|30d",
                "influxdb.token=abc influxdb.username=u|influxdb.token|instead of",
                "influxdb.password=secret|influxdb.username|needed",
                "influxdb.request.timeout.ms=10000|influxdb.request.timeout.ms|more than 10000",
                "influxdb.ssl.truststore.location=/no/such/file|influxdb.ssl.truststore.location|cannot read",
                "influxdb.measurement=${topik}|influxdb.measurement|unknown variable",
                "influxdb.measurement=${topic|influxdb.measurement|lacks }",
                "influxdb.tags=a,b:a|influxdb.tags|twice",
                "influxdb.tags=a influxdb.tags.static=a=1|influxdb.tags|twice",
                "influxdb.tags=a..b|influxdb.tags|single dots",
                "influxdb.tags=stamp timestamp.field=stamp|influxdb.tags|timestamp.field",
                "influxdb.tags=a influxdb.tags.as.fields=true|influxdb.tags.as.fields|names of their own",
                "influxdb.tags.static=site=|influxdb.tags.static|not empty",
                "influxdb.tags.static=site|influxdb.tags.static|name=value",
                "timestamp.tiebreak=offset influxdb.precision=ms|timestamp.tiebreak|finer",
                "timestamp.tiebreak=offset timestamp.field=t|timestamp.tiebreak|finer",
                "influxdb.max.in.flight=17|influxdb.max.in.flight|between 1 and 16",
                "batch.bytes=33554432|batch.bytes|at most 16777216",
                "influxdb.compression.level=10|influxdb.compression.level|between",
                "retry.backoff.ms=70000|retry.backoff.max.ms|below",
                "topic.rename.regex=a.*|topic.rename.replacement|needed",
                "influxdb.string.max.bytes=0|influxdb.string.max.bytes|at least 1",
                "behavior.on.expired.points=drop|behavior.on.expired.points|one of",
            })
    void tellsEachMistakeOnItsKey(String settings, String key, String text) {
        Map<String, List<String>> mistakes = mistakes(settings);

        assertThat(mistakes).containsOnlyKeys(key);
        assertThat(mistakes.get(key)).singleElement().asString().contains(text).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp.tiebreak=offset",
                "timestamp.tiebreak=offset timestamp.field=t influxdb.precision=ns",
                "influxdb.tags=salIndex:index influxdb.tags.as.fields=true",
                "influxdb.api=v2 influxdb.org=o influxdb.token=t",
                "influxdb.username=u influxdb.password=p",
                "influxdb.database.create=true influxdb.retention.duration=30d influxdb.shard.duration=24h",
                "influxdb.measurement=efd.${field:csc}.${partition}",
            })
    void acceptsWhatBelongsTogether(String settings) {
        assertThat(mistakes(settings)).isEmpty();
    }

    private static Map<String, List<String>> mistakes(String settings) {
        Map<String, String> all = new TreeMap<>(SMALLEST);
        Arrays.stream(settings.split(" ", -1)).filter(text -> !text.isEmpty()).forEach(text -> {
            int equals = text.indexOf('=');
            all.put(text.substring(0, equals), text.substring(equals + 1));
        });
        return new InfluxDbSinkConnector()
                .validate(all).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
