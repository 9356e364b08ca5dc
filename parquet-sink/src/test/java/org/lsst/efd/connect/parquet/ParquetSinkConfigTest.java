package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.connect.common.settings.KeyTable;

final class ParquetSinkConfigTest {
    @Test
    void theKeyTableOfTheDocsIsThatOfTheSettings() throws IOException {
        Path document = Path.of("../docs/parquet-sink.md");
        KeyTable table = KeyTable.of(ParquetSinkConfig.SETTINGS);
        if (Boolean.getBoolean("keys.write")) {
            table.writeTo(document);
        }
        assertThat(table.isIn(document))
                .as("run this test with -Dkeys.write=true to mend the table")
                .isTrue();
    }

    @Test
    void connectFindsTheConnector() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(ParquetSinkConnector.class);
    }

    @Test
    void oneSettingIsEnough() {
        assertThat(mistakes("")).isEmpty();
    }

    @Test
    void tasksDifferByTheirNumberAlone() {
        ParquetSinkConnector connector = new ParquetSinkConnector();
        connector.start(Map.of("store.url", "file:///data"));
        List<Map<String, String>> tasks = connector.taskConfigs(3);
        assertThat(tasks).extracting(task -> task.get("efd.task.number")).containsExactly("0", "1", "2");
        assertThat(tasks).allSatisfy(task -> assertThat(task).containsEntry("store.url", "file:///data"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store.url=/data|store.url|file:, hdfs: or s3a:",
                "store.url=file://data|store.url|three slashes",
                "store.url=s3a:///x|store.url|bucket",
                "store.url=s3a://key:secret@bucket|store.url|no secrets",
                "store.url=ftp://x/y|store.url|must begin",
                "store.conditional.create=maybe|store.conditional.create|one of",
                "hdfs.kerberos.principal=efd|hdfs.kerberos.keytab|needed",
                "hadoop.conf.dir=/no/such|hadoop.conf.dir|directory",
                "path.template=/abs/${topic}|path.template|relative",
                "path.template=${topic}/../x|path.template|relative",
                "path.template=${topik}|path.template|unknown variable",
                "path.template=${topic}/${date:YYYY}/${date:MM}|path.template|yyyy",
                "path.template=${topic}/${date:yyyy-MM-DD}|path.template|dd",
                "path.template=${topic}/${date:yyyy/MM}|path.template|several",
                "path.template=${date:SSS}|path.template|seconds",
                "path.template=${date:'x'}|path.template|no part",
                "path.field.max=0|path.field.max|at least 1",
                "rotate.records=0|rotate.records|-1",
                "rotate.records=-1 rotate.bytes=-1 rotate.idle.ms=-1 rotate.age.ms=-1|rotate.age.ms|never end",
                "rotate.bytes=1000|rotate.bytes|quarter",
                "format=orc|format|one of",
                "format=avro compression=gzip|compression|zstd, snappy, deflate",
                "compression=bzip2|compression|zstd, snappy, gzip",
                "compression.level=23|compression.level|1 to 22",
                "compression=gzip compression.level=10|compression.level|1 to 9",
                "parquet.version=3|parquet.version|between",
                "parquet.float.encoding=delta|parquet.float.encoding|no delta",
                "parquet.float.encoding=wavelet|parquet.float.encoding|one of",
                "parquet.columns=a|parquet.columns|match",
                "parquet.columns=a parquet.columns.a.match=x parquet.columns.a.encoding=best|parquet.columns|encoding",
                "parquet.columns=a parquet.columns.a.match=x parquet.columns.a.colour=red|parquet.columns|colour",
                "parquet.columns=a parquet.columns.a.match=x parquet.columns.a.bloom=yes|parquet.columns|true or false",
                "parquet.columns=a parquet.columns.a.match=x parquet.columns.a.compression.level=99|parquet.columns|codec",
                "metadata.columns=weather|metadata.columns|some of",
                "timestamp.column=a.b|timestamp.column|letters",
                "schema.compatibility=some|schema.compatibility|one of",
                "array.mode=fold|array.mode|one of",
                "buffer.max.bytes=1|buffer.max.bytes|at least",
                "writer.threads=0|writer.threads|between",
                "aggregate.enabled=true aggregate.window.idle.timeout.ms=1000|aggregate.window.idle.timeout.ms|overwrite"
            })
    void everyMistakeIsReportedOnItsKeyWithTheFix(String settings, String key, String fix) {
        assertThat(mistakes(settings)).containsOnlyKeys(key);
        assertThat(mistakes(settings).get(key)).contains(fix);
    }

    private static Map<String, String> mistakes(String settings) {
        Map<String, String> configuration = new HashMap<>(Map.of("store.url", "file:///data"));
        Arrays.stream(settings.split(" ")).filter(setting -> !setting.isEmpty()).forEach(setting -> {
            int equals = setting.indexOf('=');
            configuration.put(setting.substring(0, equals), setting.substring(equals + 1));
        });
        return new ParquetSinkConnector()
                .validate(configuration).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(
                                value -> value.name(), value -> String.join("; ", value.errorMessages())));
    }
}
