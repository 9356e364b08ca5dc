package org.lsst.efd.integration.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.integration.sink.NumberedLoad;
import org.lsst.efd.integration.sink.NumbersAudit;
import org.lsst.efd.integration.telemetry.AvroTopic;
import org.lsst.efd.quickstart.connect.ConnectorStatus;
import org.lsst.efd.quickstart.process.Await;

/** A server that refuses, fails, hangs and forgets: what can be stored is, the queue has the rest, tasks live. */
class InfluxDbFaultIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double NOW = Math.floorDiv(System.currentTimeMillis(), 1000L);
    private static final double DAY = 86_400;
    private static final Schema WHOLE = SchemaBuilder.struct()
            .name("efd.test.Whole")
            .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
            .field("sequence", Schema.INT64_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .build();
    private static final Schema FRACTION = SchemaBuilder.struct()
            .name("efd.test.Whole")
            .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
            .field("sequence", Schema.FLOAT64_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .build();

    @RegisterExtension
    static final SharedSite<InfluxDbSite> SITE = new SharedSite<>(InfluxDbSite.class, InfluxDbSite::start);

    private static InfluxDbSite site;

    @BeforeAll
    static void start() {
        site = SITE.get();
        site.queries().query("CREATE DATABASE month WITH DURATION 30d REPLICATION 1 NAME autogen");
    }

    private static Struct whole(long sequence, double time, String text) {
        return new Struct(WHOLE)
                .put("private_efdStamp", time)
                .put("sequence", sequence)
                .put("text", text);
    }

    private static Struct fraction(double time) {
        return new Struct(FRACTION)
                .put("private_efdStamp", time)
                .put("sequence", 0.5)
                .put("text", "secret");
    }

    @Test
    void countsAreExactWhileWritesFailHangAndGetLost() {
        try (FaultyServer faulty = FaultyServer.before(site.server().url())) {
            Map<String, String> config = site.sink("spoiled", "spoiled-load-\\d+");
            config.put("influxdb.url", faulty.url());
            config.put("influxdb.request.timeout.ms", "11000");
            site.rest().put("spoiled", config);
            faulty.spoil(0.5);
            NumberedLoad load =
                    NumberedLoad.start(site.rest(), site.registry(), "spoiled-load", new NumberedLoad.Size(2, 200, 20));
            InfluxNumbers stored = new InfluxNumbers(site.queries(), "efd");
            Await.until("every fault", LIMIT, () -> faulty.done().size() == FaultyServer.Fault.values().length);

            for (int round = 0; round < Soak.rounds(1, 5); round++) {
                long before = stored.count(load.topics().get(0));
                site.server().pause();
                sleep(Duration.ofSeconds(14));
                site.server().resume();
                Await.until(
                        "records after the pause",
                        LIMIT,
                        () -> stored.count(load.topics().get(0)) > before);
            }

            Map<String, Long> produced = load.stop();
            faulty.spoil(0);
            NumbersAudit.assertEachNumberOnce(stored, produced);
            System.out.println("faults: " + faulty.done());
            assertThat(DeadLetter.all(site.cluster(), "spoiled-bad")).isEmpty();
            site.rest().awaitRunning("spoiled", 2);
            site.rest().delete("spoiled");
        }
    }

    @Test
    void aServerOfSmallRequestsGetsAllButTheLineThatIsTooLarge() {
        try (FaultyServer faulty = FaultyServer.before(site.server().url());
                AvroTopic topic = AvroTopic.create(site.cluster(), site.registry(), "small-requests")) {
            faulty.maxBodyBytes(5_000);
            Map<String, String> config = site.sink("small", topic.name());
            config.put("influxdb.url", faulty.url());
            for (int i = 0; i < 2_000; i++) {
                topic.add(whole(i, NOW + i * 1e-3, "x".repeat(i == 777 ? 6_000 : 40)));
            }
            topic.send();
            site.rest().put("small", config);

            awaitLetters("small-bad", 1);
            awaitStored("efd", topic.name(), 1_999);
            assertThat(DeadLetter.all(site.cluster(), "small-bad"))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.offset()).isEqualTo(777);
                        assertThat(letter.reason()).contains("413").doesNotContain("xxx");
                    });
            site.rest().awaitRunning("small", 2);
            site.rest().delete("small");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wrong-password, influxdb.password, swordfish, 401",
        "no-policy, influxdb.retention.policy, absent, absent",
        "no-database, influxdb.database, nowhere, nowhere"
    })
    void aTaskThatCannotWriteFailsWithTheCauseAndLosesNothing(String name, String key, String wrong, String cause) {
        try (AvroTopic topic = AvroTopic.create(site.cluster(), site.registry(), name + "-records")) {
            for (int i = 0; i < 100; i++) {
                topic.add(whole(i, NOW + i * 1e-3, "text"));
            }
            topic.send();
            Map<String, String> config = site.sink(name, topic.name());
            config.put("tasks.max", "1");
            config.put("influxdb.database.create", "false");
            Map<String, String> mistaken = new HashMap<>(config);
            mistaken.put(key, wrong);
            site.rest().put(name, mistaken);
            Await.until(name + " to fail", LIMIT, () -> trace(name).contains(cause));
            System.out.println(name + ": " + trace(name).lines().findFirst().orElse(""));
            assertThat(trace(name)).contains(site.server().url()).doesNotContain("swordfish", "open-sesame");
            assertThat(site.rest().offsets(name).findValuesAsText("kafka_offset"))
                    .allMatch("0"::equals);

            site.rest().put(name, config);
            awaitStored("efd", topic.name(), 100);
            site.rest().awaitRunning(name, 1);
            assertThat(DeadLetter.all(site.cluster(), name + "-bad")).isEmpty();
            site.rest().delete(name);
        }
    }

    private static String trace(String connector) {
        return site.rest().status(connector).map(ConnectorStatus::failures).orElse("");
    }

    @Test
    void theQueueHoldsExactlyTheBadRecordsWithTheirReasons() {
        int records = Soak.rounds(10_000, 100_000);
        Map<Long, String> bad = new TreeMap<>();
        long stored = 0;
        try (AvroTopic topic = AvroTopic.create(site.cluster(), site.registry(), "partly-bad")) {
            for (int i = 0; i < records; i++) {
                double time = NOW - records * 1e-3 + i * 1e-3;
                if (i % 3_001 == 17) {
                    bad.put(topic.add(fraction(time)), "field type conflict");
                } else if (i % 4_001 == 18) {
                    bad.put(topic.add(whole(i, time - 40 * DAY, "old")), "retention policy");
                } else if (i % 4_001 == 19) {
                    bad.put(topic.add(whole(i, 0, "no time")), "private_efdStamp");
                } else if (i % 4_001 == 20) {
                    bad.put(topic.add(whole(i, time + 400 * DAY, "future")), "in the future");
                } else if (i % 4_001 == 21) {
                    bad.put(topic.addBytes("no Avro".getBytes(StandardCharsets.UTF_8)), "");
                } else {
                    topic.add(whole(i, time, i % 7 == 0 ? "a \"secret\" \\ text" : "text"));
                    stored++;
                }
            }
            topic.send();
            Map<String, String> config = site.sink("some", topic.name());
            config.put("influxdb.database", "month");
            config.put("behavior.on.expired.points", "report");
            site.rest().put("some", config);

            awaitLetters("some-bad", bad.size());
            awaitStored("month", topic.name(), stored);
            List<DeadLetter> letters = DeadLetter.all(site.cluster(), "some-bad");
            assertThat(letters).extracting(DeadLetter::offset).containsExactlyInAnyOrderElementsOf(bad.keySet());
            assertThat(letters).allSatisfy(letter -> {
                assertThat(letter.topic()).isEqualTo(topic.name());
                assertThat(letter.reason())
                        .contains(bad.getOrDefault(letter.offset(), "?"))
                        .doesNotContain("secret");
            });
            site.rest().awaitRunning("some", 2);
            site.rest().delete("some");
        }
    }

    private static void awaitLetters(String queue, int count) {
        Await.until(
                count + " letters in " + queue,
                LIMIT,
                () -> DeadLetter.all(site.cluster(), queue).size() >= count);
    }

    private static void awaitStored(String database, String topic, long count) {
        InfluxNumbers numbers = new InfluxNumbers(site.queries(), database);
        Await.until(count + " records of " + topic, LIMIT, () -> numbers.count(topic) >= count);
        assertThat(numbers.count(topic)).isEqualTo(count);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
