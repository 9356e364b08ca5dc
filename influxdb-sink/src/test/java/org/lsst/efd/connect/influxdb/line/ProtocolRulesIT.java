package org.lsst.efd.connect.influxdb.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.influxdb.server.InfluxdProcess;
import org.lsst.efd.connect.influxdb.server.Series;

/** Each rule of the protocol that servers punish, by what a real server has in the end. */
final class ProtocolRulesIT {
    private final List<Case> cases = new ArrayList<>();

    @TempDir
    Path directory;

    /** A record, its constant tags, and the point it must become. */
    private record Case(SinkRecord record, Map<String, String> tags, Stored wanted) {}

    /** A point as the server tells it; numbers by their bits. */
    private record Stored(String measurement, Map<String, String> tags, Map<String, Object> fields) {}

    @Test
    void theServerHasWhatEachRuleSays() {
        names();
        texts();
        numbers();
        try (InfluxdProcess server = InfluxdProcess.start(directory)) {
            server.query("CREATE DATABASE t");
            StringBuilder lines = new StringBuilder();
            for (int time = 0; time < cases.size(); time++) {
                Case rule = cases.get(time);
                lines.append(Encoders.line(Encoders.rules("${topic}", rule.tags()), rule.record(), time))
                        .append('\n');
            }

            assertThat(server.write("t", lines.toString()).statusCode()).isEqualTo(204);

            Map<Long, Stored> stored = stored(server);
            for (int time = 0; time < cases.size(); time++) {
                assertThat(stored.get((long) time)).isEqualTo(cases.get(time).wanted());
            }
        }
    }

    private void names() {
        rule("a,b c=d", Map.of(), "f,g h=i", 1.0, new Stored("a,b c=d", Map.of(), Map.of("f,g h=i", 1.0)));
        rule("a\nb\rc\td", Map.of(), "f\ng\rh\ti", 1.0, new Stored("a_b_c_d", Map.of(), Map.of("f_g_h_i", 1.0)));
        rule("end\\", Map.of(), "end\\", 1.0, new Stored("end_", Map.of(), Map.of("end_", 1.0)));
        rule("#comment", Map.of(), "#f", 1.0, new Stored("_comment", Map.of(), Map.of("#f", 1.0)));
        rule(
                "m",
                Map.of("t,u v=w", "x,y z=\\"),
                "f",
                1.0,
                new Stored("m", Map.of("t,u v=w", "x,y z=_"), Map.of("f", 1.0)));
        rule("m", Map.of("t", "a\nb"), "f", 1.0, new Stored("m", Map.of("t", "a_b"), Map.of("f", 1.0)));
        // an empty tag is left out
        rule("empty", Map.of("t", ""), "f", 1.0, new Stored("empty", Map.of(), Map.of("f", 1.0)));
        // the server would drop a field of this name without a word
        rule("reserved", Map.of(), "time", 1.0, new Stored("reserved", Map.of(), Map.of("time_", 1.0)));
    }

    private void texts() {
        rule("s", Map.of(), "quoted", "a \"b\" \\ c\\", new Stored("s", Map.of(), Map.of("quoted", "a \"b\" \\ c\\")));
        rule("s", Map.of(), "lines", "a\nb\r\nc", new Stored("s", Map.of(), Map.of("lines", "a\nb\r\nc")));
        rule("s", Map.of(), "empty", "", new Stored("s", Map.of(), Map.of("empty", "")));
        rule("s", Map.of(), "nul", "a\0b", new Stored("s", Map.of(), Map.of("nul", "a\0b")));
        rule("s", Map.of(), "unpaired", "a\ud83db", new Stored("s", Map.of(), Map.of("unpaired", "a\ufffdb")));
        rule(
                "s",
                Map.of(),
                "unicode",
                "\u00e9\ud83d\ude00",
                new Stored("s", Map.of(), Map.of("unicode", "\u00e9\ud83d\ude00")));
        String longest = "x".repeat(1 << 20);
        rule("s", Map.of(), "longest", longest, new Stored("s", Map.of(), Map.of("longest", longest)));
    }

    private void numbers() {
        double[] doubles = {
            0.5,
            1e-7,
            -1.5,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            1e22,
            9.999999999999999e22,
            0.1,
            1.0 / 3
        };
        for (double number : doubles) {
            rule("n", Map.of(), "d", number, new Stored("n", Map.of(), Map.of("d", number)));
        }
        for (long number : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            rule("n", Map.of(), "l", number, new Stored("n", Map.of(), Map.of("l", number)));
        }
        rule("n", Map.of(), "b", true, new Stored("n", Map.of(), Map.of("b", true)));
    }

    private void rule(String topic, Map<String, String> tags, String field, Object value, Stored wanted) {
        cases.add(new Case(record(topic, field, value), tags, wanted));
    }

    private static SinkRecord record(String topic, String field, Object value) {
        Schema type = value instanceof Double
                ? Schema.FLOAT64_SCHEMA
                : value instanceof Long
                        ? Schema.INT64_SCHEMA
                        : value instanceof Boolean ? Schema.BOOLEAN_SCHEMA : Schema.STRING_SCHEMA;
        Schema schema = SchemaBuilder.struct().field(field, type).build();
        return Encoders.record(topic, schema, new Struct(schema).put(field, value));
    }

    private static Map<Long, Stored> stored(InfluxdProcess server) {
        Map<Long, Stored> points = new TreeMap<>();
        for (Series series : server.query("SELECT * FROM t../.*/ GROUP BY *")) {
            Map<String, String> tags = new TreeMap<>(series.tags());
            tags.values().removeIf(String::isEmpty);
            for (List<@Nullable Object> row : series.values()) {
                Map<String, Object> fields = new TreeMap<>();
                for (int i = 1; i < row.size(); i++) {
                    Object value = row.get(i);
                    if (value != null) {
                        String name = series.columns().get(i);
                        fields.put(name, value instanceof Number number ? typed(name, number) : value);
                    }
                }
                long timeUs = row.get(0) instanceof Number time ? time.longValue() / 1000 : -1;
                points.put(timeUs, new Stored(series.name(), tags, fields));
            }
        }
        return points;
    }

    private static Object typed(String field, Number number) {
        return field.equals("l") ? (Object) number.longValue() : (Object) number.doubleValue();
    }

    @Test
    void whatNoServerTakesIsABadRecord() {
        assertBad(record("", "f", 1.0), "measurement is empty");
        assertBad(Encoders.record("m", null, Map.of("", 1.0)), "has no name");
        assertBad(record("m", "f".repeat(65_535), 1.0), "65535");
        assertBad(record("m", "f", "x".repeat((1 << 20) + 1)), "1048576");
    }

    private static void assertBad(SinkRecord record, String reason) {
        assertThatThrownBy(() -> Encoders.line(Encoders.rules("${topic}", Map.of()), record, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void theLongestKeyThatPassesHereIsTakenAndTheServerRefusesALongerOne() {
        try (InfluxdProcess server = InfluxdProcess.start(directory)) {
            server.query("CREATE DATABASE t");
            int longest = 65_535 - "m".length() - 4;
            String line = Encoders.line(Encoders.rules("${topic}", Map.of()), record("m", "f".repeat(longest), 1.0), 1);
            assertThat(server.write("t", line).statusCode()).isEqualTo(204);
            assertThat(server.write("t", line.replace(" f", " ff")).statusCode())
                    .isEqualTo(400);
        }
    }
}
