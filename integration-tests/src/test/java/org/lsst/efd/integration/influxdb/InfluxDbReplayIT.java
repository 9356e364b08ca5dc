package org.lsst.efd.integration.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.integration.SharedData;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.integration.telemetry.AvroTopic;
import org.lsst.efd.integration.telemetry.Recorded;
import org.lsst.efd.integration.telemetry.TelemetryConfig;
import org.lsst.efd.quickstart.process.Await;

/** Real telemetry and real schemas through two workers: every value comes back over HTTP, bit for bit. */
class InfluxDbReplayIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int RECORDS_OF_A_SCHEMA = Soak.rounds(15, 40);

    @RegisterExtension
    static final SharedSite<InfluxDbSite> SITE = new SharedSite<>(InfluxDbSite.class, InfluxDbSite::start);

    private static InfluxDbSite site;

    @BeforeAll
    static void start() {
        site = SITE.get();
        site.rest().put("efd", site.sink("efd", "lsst\\..*"));
    }

    @AfterAll
    static void stop() {
        site.rest().delete("efd");
    }

    @Test
    void recordedTelemetryComesBackAsItWasRecorded() throws IOException {
        Path folder = SharedData.folder("efd");
        Map<String, String> source = TelemetryConfig.of(site.registry(), "replay");
        source.put("replay.directory", folder.toString());
        source.put("replay.loop", "false");
        source.put("replay.speed", "0");
        source.put("replay.time", "keep");
        site.rest().put("replayed", source);

        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".csv")).toList()) {
                String topic = file.getFileName().toString().replaceAll("\\.csv$", "");
                Recorded recorded = Recorded.read(file);
                List<Struct> produced = await(topic, recorded.rows());
                recorded.assertEqualTo(produced);
                assertStored(topic, produced);
            }
        }
        site.rest().delete("replayed");
        assertThat(DeadLetter.all(site.cluster(), "efd-bad")).isEmpty();
    }

    @Test
    void everySchemaWithItsArraysComesBack() throws IOException {
        Path folder = SharedData.folder("sal");
        Map<String, String> source = TelemetryConfig.of(site.registry(), "schemas");
        source.put("schemas.directory", folder.toString());
        source.put("topic.prefix", "lsst.made.");
        source.put("frequency.hz", "0");
        source.put("messages.max", Integer.toString(RECORDS_OF_A_SCHEMA));
        site.rest().put("made", source);

        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".avsc")).toList()) {
                String topic = "lsst.made." + file.getFileName().toString().replaceAll("\\.avsc$", "");
                assertStored(topic, await(topic, RECORDS_OF_A_SCHEMA));
            }
        }
        site.rest().delete("made");
        assertThat(DeadLetter.all(site.cluster(), "efd-bad")).isEmpty();
    }

    @Test
    void theEfdClientFindsWhatWasProduced() {
        String topic = "lsst.sal.ESS.accelerometer-000";
        Map<String, String> source = TelemetryConfig.of(site.registry(), "generate");
        source.put("topic.prefix", "lsst.sal.ESS.accelerometer-");
        source.put("fields.count", "3");
        source.put("arrays.count", "1");
        source.put("arrays.length", "12");
        source.put("sal.index.count", "2");
        source.put("start.time", "2023-07-28T23:36:14.175Z");
        source.put("frequency.hz", "0");
        source.put("messages.max", "1000");
        site.rest().put("indexed", source);
        List<Struct> produced = await(topic, 1_000);
        assertStored(topic, produced);

        new EfdClientQueries(site.queries(), topic, produced).assertAll();
        site.rest().delete("indexed");
    }

    private static List<Struct> await(String topic, int records) {
        try (AvroTopic values = new AvroTopic(site.cluster(), site.registry(), topic)) {
            return values.await(records, LIMIT);
        }
    }

    private static void assertStored(String topic, List<Struct> produced) {
        InfluxRows wanted = InfluxRows.of(produced);
        Await.until(
                wanted.size() + " points of " + topic,
                LIMIT,
                () -> InfluxRows.count(site.queries(), topic) >= wanted.size());
        InfluxRows.stored(site.queries(), topic, wanted.floats()).assertEqualTo(wanted, topic);
    }
}
