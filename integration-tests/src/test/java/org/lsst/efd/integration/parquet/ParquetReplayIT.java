package org.lsst.efd.integration.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.connect.parquet.read.Plain;
import org.lsst.efd.integration.SharedData;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.integration.telemetry.AvroTopic;
import org.lsst.efd.integration.telemetry.Recorded;
import org.lsst.efd.integration.telemetry.TelemetryConfig;
import org.lsst.efd.quickstart.process.Await;

/** Real telemetry and real schemas through two workers: parquet-avro and DuckDB both find every value that was produced. */
class ParquetReplayIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int RECORDS_OF_A_SCHEMA = Soak.rounds(15, 40);
    private static final String MADE = "made.";

    @RegisterExtension
    static final SharedSite<ParquetSite> SITE = new SharedSite<>(ParquetSite.class, ParquetSite::new);

    private static ParquetSite site;
    private static LocalPlace place;

    @BeforeAll
    static void start() {
        site = SITE.get();
        place = new LocalPlace("the local disk", site.directory("telemetry"));
        Map<String, String> sink = site.sink("telemetry", "(made\\.)?lsst\\..*", place);
        sink.put("path.template", "${topic}");
        site.rest().put("telemetry", sink);
    }

    @AfterAll
    static void stop() {
        site.rest().delete("telemetry");
    }

    @Test
    void recordedTelemetryComesBackAsItWasRecorded() throws Exception {
        Path folder = SharedData.folder("efd");
        Map<String, String> source = TelemetryConfig.of(site.registry(), "replay");
        source.put("replay.directory", folder.toString());
        source.put("replay.loop", "false");
        source.put("replay.speed", "0");
        source.put("replay.time", "keep");
        site.rest().put("replayed", source);
        for (Path file : files(folder, ".csv")) {
            Recorded recorded = Recorded.read(file);
            List<Struct> produced = await(file.getFileName().toString().replaceAll("\\.csv$", ""), recorded.rows());
            recorded.assertEqualTo(produced);
            assertStored(file.getFileName().toString().replaceAll("\\.csv$", ""), produced);
        }
        site.rest().delete("replayed");
        assertThat(DeadLetter.all(site.cluster(), "telemetry-bad")).isEmpty();
    }

    @Test
    void everySchemaWithItsArraysComesBack() throws Exception {
        Path folder = SharedData.folder("sal");
        Map<String, String> source = TelemetryConfig.of(site.registry(), "schemas");
        source.put("schemas.directory", folder.toString());
        // some of the recorded topics have schemas among these
        source.put("topic.prefix", MADE);
        source.put("frequency.hz", "0");
        source.put("messages.max", Integer.toString(RECORDS_OF_A_SCHEMA));
        site.rest().put("made", source);
        for (Path file : files(folder, ".avsc")) {
            String topic = MADE + file.getFileName().toString().replaceAll("\\.avsc$", "");
            assertStored(topic, await(topic, RECORDS_OF_A_SCHEMA));
        }
        site.rest().delete("made");
        assertThat(DeadLetter.all(site.cluster(), "telemetry-bad")).isEmpty();
    }

    @Test
    void generatedTelemetryWithArraysNullsAndNanComesBack() throws Exception {
        Map<String, String> source = TelemetryConfig.of(site.registry(), "generate");
        source.put("topic.prefix", "lsst.sal.ESS.accelerometer-");
        source.put("fields.count", "8");
        source.put("arrays.count", "2");
        source.put("arrays.length", "12");
        source.put("sal.index.count", "2");
        source.put("null.ratio", "0.1");
        source.put("nan.ratio", "0.05");
        source.put("start.time", "2023-07-28T23:36:14.175Z");
        source.put("frequency.hz", "0");
        source.put("messages.max", "1000");
        site.rest().put("generated", source);
        String topic = "lsst.sal.ESS.accelerometer-000";
        assertStored(topic, await(topic, 1_000));
        site.rest().delete("generated");
        assertThat(DeadLetter.all(site.cluster(), "telemetry-bad")).isEmpty();
    }

    private static List<Path> files(Path folder, String extension) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(extension)).toList();
        }
    }

    private static List<Struct> await(String topic, int records) {
        try (AvroTopic values = new AvroTopic(site.cluster(), site.registry(), topic)) {
            return values.await(records, LIMIT);
        }
    }

    private static void assertStored(String topic, List<Struct> produced) throws IOException, SQLException {
        StoredFiles stored = new StoredFiles(place, place.root());
        Await.until(produced.size() + " records of " + topic, LIMIT, () -> stored.count(topic) >= produced.size());
        Schema schema = produced.get(0).schema();
        List<@Nullable Object> wanted = new ArrayList<>();
        produced.forEach(value -> wanted.add(Plain.ofConnect(schema, value)));
        List<@Nullable Object> byAvro = new ArrayList<>();
        List<@Nullable Object> byDuckDb = new ArrayList<>();
        // the files of one lane in the order of their first offsets
        for (String name : stored.published(topic).stream().sorted().toList()) {
            Path file = place.root().resolve(name);
            for (GenericRecord record : org.lsst.efd.connect.parquet.read.Files.records(file)) {
                byAvro.add(Plain.ofAvro(schema, record));
            }
            String row = schema.fields().stream()
                    .map(field -> "f" + field.index() + " := \"" + field.name() + "\"")
                    .collect(Collectors.joining(", "));
            org.lsst.efd.connect.parquet.read.Files.duckdb("SELECT struct_pack(" + row + ") AS r FROM read_parquet('"
                            + file + "', file_row_number=true) ORDER BY file_row_number")
                    .forEach(read -> byDuckDb.add(Plain.ofDuckDb(schema, read.get("r"))));
        }
        assertThat(byAvro).as(topic + " read by parquet-avro").isEqualTo(wanted);
        assertThat(byDuckDb).as(topic + " read by DuckDB").isEqualTo(wanted);
        System.out.println(topic + ": parquet-avro and DuckDB read all " + wanted.size() + " records of "
                + schema.fields().size() + " fields as they were produced");
    }
}
