package org.lsst.efd.connect.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.influxdb.server.InfluxdProcess;
import org.lsst.efd.connect.influxdb.server.Series;

/** The task against a real server. */
final class InfluxDbSinkIT {
    private static final TopicPartition T0 = new TopicPartition("lsst.sal.Test.t", 0);
    private static final Schema NUMBER =
            SchemaBuilder.struct().field("v", Schema.INT64_SCHEMA).build();
    private static final Schema DECIMAL =
            SchemaBuilder.struct().field("v", Schema.FLOAT64_SCHEMA).build();
    private static final long NOW_MS = System.currentTimeMillis();

    @TempDir
    Path directory;

    private static SinkRecord number(long offset) {
        return number(T0, offset, NOW_MS + offset);
    }

    private static SinkRecord number(TopicPartition partition, long offset, long timeMs) {
        return RunningTask.record(partition, offset, NUMBER, new Struct(NUMBER).put("v", offset), timeMs);
    }

    private static RunningTask start(InfluxdProcess server, String... settings) {
        RunningTask task = InfluxDbTasks.start(server.url(), settings);
        task.open(T0);
        return task;
    }

    @Test
    void everyValueComesBackToTheBitAndEveryTimeToTheMicrosecond() {
        Schema schema = SchemaBuilder.struct()
                .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
                .field("d", Schema.FLOAT64_SCHEMA)
                .field("l", Schema.INT64_SCHEMA)
                .field("s", Schema.STRING_SCHEMA)
                .field("b", Schema.BOOLEAN_SCHEMA)
                .field("a", SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build())
                .build();
        try (InfluxdProcess server = InfluxdProcess.start(directory);
                RunningTask task = start(server, "influxdb.database.create=true", "timestamp.field=private_efdStamp")) {
            SplittableRandom random = new SplittableRandom(3);
            Map<Long, Struct> produced = new TreeMap<>();
            List<SinkRecord> records = new ArrayList<>();
            for (long offset = 0; offset < 2000; offset++) {
                double stamp = 1.6e9 + random.nextDouble() * 1e8;
                Struct value = new Struct(schema)
                        .put("private_efdStamp", stamp)
                        .put("d", finite(random))
                        .put("l", random.nextLong())
                        .put("s", "text \"" + offset + "\" \\ ,= \u00e9")
                        .put("b", random.nextBoolean())
                        .put("a", List.of(finite(random), finite(random), Double.MIN_VALUE));
                produced.put(
                        new java.math.BigDecimal(stamp)
                                .movePointRight(6)
                                .setScale(0, java.math.RoundingMode.HALF_EVEN)
                                .longValueExact(),
                        value);
                records.add(RunningTask.record(T0, offset, schema, value, 1));
            }

            task.put(records);
            task.awaitCommitted();

            Map<Long, Map<String, Object>> stored = stored(server, T0.topic());
            assertThat(stored.keySet()).isEqualTo(produced.keySet());
            produced.forEach((time, value) -> {
                Map<String, Object> row = stored.getOrDefault(time, Map.of());
                assertThat(bits(row.get("d"))).isEqualTo(bits(value.get("d")));
                assertThat(row.get("l")).isEqualTo(value.get("l"));
                assertThat(row.get("s")).isEqualTo(value.get("s"));
                assertThat(row.get("b")).isEqualTo(value.get("b"));
                for (int i = 0; i < 3; i++) {
                    assertThat(bits(row.get("a" + i)))
                            .isEqualTo(bits(value.getArray("a").get(i)));
                }
            });
        }
    }

    private static double finite(SplittableRandom random) {
        double value;
        do {
            value = Double.longBitsToDouble(random.nextLong());
        } while (!Double.isFinite(value));
        return value;
    }

    private static long bits(@Nullable Object number) {
        return number instanceof Number present ? Double.doubleToRawLongBits(present.doubleValue()) : -1;
    }

    /** Rows by their microseconds; integers as Long. */
    private static Map<Long, Map<String, Object>> stored(InfluxdProcess server, String measurement) {
        Map<Long, Map<String, Object>> rows = new TreeMap<>();
        for (Series series : server.query("SELECT * FROM efd..\"" + measurement + "\"")) {
            for (List<@Nullable Object> row : series.values()) {
                Map<String, Object> columns = new HashMap<>();
                for (int i = 1; i < row.size(); i++) {
                    Object value = row.get(i);
                    if (value != null) {
                        columns.put(
                                series.columns().get(i),
                                value instanceof Integer small ? (Object) small.longValue() : value);
                    }
                }
                rows.put(row.get(0) instanceof Number time ? time.longValue() / 1000 : 0L, columns);
            }
        }
        return rows;
    }

    @Test
    void createsWhatIsAbsentAndAltersNothing() {
        try (InfluxdProcess server = InfluxdProcess.start(directory)) {
            String[] settings = {
                "influxdb.database.create=true",
                "influxdb.retention.policy=thirty",
                "influxdb.retention.duration=30d",
                "influxdb.shard.duration=12h"
            };
            try (RunningTask task = start(server, settings)) {
                task.put(number(0));
                task.awaitCommitted();
            }
            assertThat(server.query("SHOW RETENTION POLICIES ON efd")
                            .get(0)
                            .values()
                            .toString())
                    .contains("[thirty, 720h0m0s, 12h0m0s, 1, true]");
            assertThat(server.count("efd", "v")).isEqualTo(1);

            try (RunningTask again = start(server, settings)) {
                again.put(number(1));
                again.awaitCommitted();
            }
            settings[1] = "influxdb.retention.policy=seven \"days\"";
            settings[2] = "influxdb.retention.duration=7d";
            try (RunningTask other = start(server, settings)) {
                other.put(number(2));
                other.awaitCommitted();
            }
            assertThat(server.query("SHOW RETENTION POLICIES ON efd")
                            .get(0)
                            .values()
                            .toString())
                    .contains("[thirty, 720h0m0s, 12h0m0s, 1, true]")
                    .contains("[seven \"days\", 168h0m0s, 12h0m0s, 1, false]");
            settings[2] = "influxdb.retention.duration=INF";
            try (RunningTask wrong = start(server, settings)) {
                wrong.put(number(3));
                assertThatThrownBy(() -> wrong.await(() -> false))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("7d")
                        .hasMessageContaining("INF");
            }
        }
    }

    @Test
    void failsWithTheCauseWhereNothingCanBeWritten() {
        try (InfluxdProcess server = InfluxdProcess.start(directory, true)) {
            server.query("CREATE USER root WITH PASSWORD 'right' WITH ALL PRIVILEGES");
            server.authenticate("root", "right");
            server.query("CREATE DATABASE efd");

            assertFails(server, "efd", "influxdb.username=root", "influxdb.password=wrong");
            assertFails(
                    server,
                    "nowhere",
                    "influxdb.username=root",
                    "influxdb.password=right",
                    "influxdb.database=nowhere");
            assertFails(
                    server,
                    "absent",
                    "influxdb.username=root",
                    "influxdb.password=right",
                    "influxdb.retention.policy=absent");
            try (RunningTask right = start(server, "influxdb.username=root", "influxdb.password=right")) {
                right.put(number(0));
                right.awaitCommitted();
            }
        }
    }

    private static void assertFails(InfluxdProcess server, String text, String... settings) {
        try (RunningTask task = start(server, settings)) {
            task.put(number(0));
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(text);
            assertThat(task.committable(T0)).isZero();
        }
    }

    @Test
    void writesTheWidestRecord() {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < 14_486; i++) {
            builder.field("focal_plane_Reb_LimitsConfiguration_" + i, Schema.FLOAT64_SCHEMA);
        }
        Schema schema = builder.build();
        Struct value = new Struct(schema);
        for (int i = 0; i < 14_486; i++) {
            value.put("focal_plane_Reb_LimitsConfiguration_" + i, i / 7.0);
        }
        try (InfluxdProcess server = InfluxdProcess.start(directory);
                RunningTask task = start(server, "influxdb.database.create=true")) {
            task.put(RunningTask.record(T0, 0, schema, value, NOW_MS));
            task.awaitCommitted();

            assertThat(server.query("SHOW FIELD KEYS FROM efd..\"" + T0.topic() + "\"")
                            .get(0)
                            .values())
                    .hasSize(14_486);
        }
    }

    @Test
    void findsTheConflictsAmongThousandsOfRecords() {
        try (InfluxdProcess server = InfluxdProcess.start(directory);
                RunningTask task = start(server, "influxdb.database.create=true", "batch.linger.ms=200")) {
            List<SinkRecord> records = new ArrayList<>();
            for (long offset = 0; offset < 20_000; offset++) {
                records.add(
                        offset == 0 || offset % 7919 != 0
                                ? number(offset)
                                : RunningTask.record(
                                        T0, offset, DECIMAL, new Struct(DECIMAL).put("v", 0.5), NOW_MS + offset));
            }
            task.put(records);
            task.awaitCommitted();

            assertThat(task.context().reported())
                    .extracting(SinkRecord::kafkaOffset)
                    .containsExactly(7919L, 15838L);
            assertThat(task.context().reasons()).allMatch(reason -> reason.contains("field type conflict"));
            assertThat(server.count("efd", "v")).isEqualTo(19_998);
        }
    }

    @Test
    void findsTheOneConflictAmongAHundredThousandRecordsWithFewRequests() {
        int bad = 1 + new SplittableRandom(NOW_MS).nextInt(99_999);
        try (InfluxdProcess server = InfluxdProcess.start(directory);
                RunningTask task = start(
                        server,
                        "influxdb.database.create=true",
                        "batch.lines=5000",
                        "batch.linger.ms=600000",
                        "buffer.max.bytes=268435456")) {
            List<SinkRecord> records = new ArrayList<>();
            for (long offset = 0; offset < 100_000; offset++) {
                records.add(
                        offset != bad
                                ? number(offset)
                                : RunningTask.record(
                                        T0, offset, DECIMAL, new Struct(DECIMAL).put("v", 0.5), NOW_MS + offset));
            }
            task.put(records);
            task.awaitCommitted();

            assertThat(task.context().reported())
                    .extracting(SinkRecord::kafkaOffset)
                    .containsExactly((long) bad);
            assertThat(server.count("efd", "v")).isEqualTo(99_999);
            int bisections = (int) (2 * Math.log(5_000) / Math.log(2) + 2);
            assertThat(writeRequests(server)).isBetween(20L, 20L + bisections);
        }
    }

    private static long writeRequests(InfluxdProcess server) {
        Series httpd = server.query("SHOW STATS FOR 'httpd'").get(0);
        return httpd.values().get(0).get(httpd.columns().indexOf("writeReq")) instanceof Number requests
                ? requests.longValue()
                : -1;
    }

    @Test
    void countsWhatIsBeyondRetentionAndStoresTheRest() {
        try (InfluxdProcess server = InfluxdProcess.start(directory);
                RunningTask task = start(
                        server,
                        "influxdb.database.create=true",
                        "influxdb.retention.policy=p",
                        "influxdb.retention.duration=1d",
                        "behavior.on.expired.points=report")) {
            task.put(number(T0, 0, NOW_MS), number(T0, 1, NOW_MS - 10 * 86_400_000L), number(T0, 2, NOW_MS + 1));
            task.awaitCommitted();

            assertThat(task.context().reported()).singleElement().satisfies(bad -> assertThat(bad.kafkaOffset())
                    .isEqualTo(1));
            assertThat(server.count("efd", "v")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void theLaterOfTwoRecordsWithEqualTimeWins(int lanes) {
        try (InfluxdProcess server = InfluxdProcess.start(directory);
                RunningTask task = start(
                        server,
                        "influxdb.database.create=true",
                        "influxdb.max.in.flight=" + lanes,
                        "buffer.max.bytes=134217728",
                        "batch.lines=100")) {
            List<SinkRecord> records = new ArrayList<>();
            int pairs = Soak.isOn() ? 10_000 : 2_000;
            for (long offset = 0; offset < 2L * pairs; offset++) {
                records.add(number(T0, offset, NOW_MS + offset % pairs));
            }
            task.put(records.subList(0, pairs / 2));
            server.pause();
            task.put(records.subList(pairs / 2, records.size()));
            server.resume();
            task.awaitCommitted();

            assertThat(server.query("SELECT min(v), max(v), count(v) FROM efd..\"" + T0.topic() + "\"")
                            .get(0)
                            .values()
                            .get(0)
                            .subList(1, 4))
                    .containsExactly(pairs, 2 * pairs - 1, pairs);
        }
    }

    @Test
    void losesNothingWhenTheServerIsKilledAgainAndAgain() {
        int rounds = Soak.isOn() ? 20 : 3;
        try (InfluxdProcess server = InfluxdProcess.start(directory);
                RunningTask task = start(server, "influxdb.database.create=true", "batch.lines=500")) {
            long offset = 0;
            for (int round = 0; round < rounds; round++) {
                for (int batch = 0; batch < 20; batch++) {
                    List<SinkRecord> records = new ArrayList<>();
                    for (int i = 0; i < 500; i++) {
                        records.add(number(offset++));
                    }
                    task.put(records);
                    if (batch == 10) {
                        server.kill();
                    }
                }
                server.restart();
            }
            task.awaitCommitted();

            assertThat(task.context().reported()).isEmpty();
            assertThat(server
                            .query("SELECT count(v), sum(v) FROM efd..\"" + T0.topic() + "\"")
                            .get(0)
                            .values()
                            .get(0)
                            .subList(1, 3)
                            .stream()
                            .map(String::valueOf))
                    .containsExactly(String.valueOf(offset), String.valueOf(offset * (offset - 1) / 2));
        }
    }

    @Test
    void answersTheQueriesOfTheEfdClient() {
        Schema schema = SchemaBuilder.struct()
                .field("salIndex", Schema.INT32_SCHEMA)
                .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
                .field("temperature", SchemaBuilder.array(Schema.FLOAT32_SCHEMA).build())
                .build();
        String topic = "lsst.sal.ESS.temperature";
        TopicPartition partition = new TopicPartition(topic, 0);
        try (InfluxdProcess server = InfluxdProcess.start(directory);
                RunningTask task = start(
                        server,
                        "influxdb.database.create=true",
                        "influxdb.retention.policy=autogen",
                        "timestamp.field=private_efdStamp")) {
            task.open(partition);
            for (long offset = 0; offset < 100; offset++) {
                Struct value = new Struct(schema)
                        .put("salIndex", (int) (offset % 2))
                        .put("private_efdStamp", 1690587374.0 + offset / 8.0)
                        .put("temperature", List.of(0.1f * offset, 0.5f));
                task.put(RunningTask.record(partition, offset, schema, value, 1));
            }
            task.awaitCommitted();

            String from = " FROM \"efd\".\"autogen\".\"" + topic + "\"";
            assertThat(rows(server, "SHOW MEASUREMENTS ON efd")).isEqualTo(1);
            assertThat(server.query("SHOW FIELD KEYS" + from).get(0).values().toString())
                    .isEqualTo("[[private_efdStamp, float], [salIndex, integer], [temperature0, float], "
                            + "[temperature1, float]]");
            String range = " WHERE time >= '2023-07-28T23:36:14.000Z' AND time <= '2023-07-28T23:36:20.000Z'";
            assertThat(rows(server, "SELECT temperature0, temperature1" + from + range))
                    .isEqualTo(49);
            assertThat(rows(server, "SELECT temperature0" + from + range + " AND salIndex = 1"))
                    .isEqualTo(24);
            assertThat(rows(server, "SELECT temperature0" + from + " GROUP BY * ORDER BY DESC LIMIT 3"))
                    .isEqualTo(3);
            assertThat(rows(
                            server,
                            "SELECT temperature0" + from
                                    + " WHERE time < '2023-07-28T23:36:15.000Z' AND salIndex = 1"
                                    + " GROUP BY * ORDER BY DESC LIMIT 10"))
                    .isEqualTo(4);
        }
    }

    private static int rows(InfluxdProcess server, String query) {
        return server.query(query).stream()
                .mapToInt(series -> series.values().size())
                .sum();
    }
}
