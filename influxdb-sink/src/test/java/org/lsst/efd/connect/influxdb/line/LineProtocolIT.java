package org.lsst.efd.connect.influxdb.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.influxdb.line.LineParser.ParsedPoint;
import org.lsst.efd.connect.influxdb.server.InfluxdProcess;
import org.lsst.efd.connect.influxdb.server.Series;

/** What a real server makes of our lines. */
final class LineProtocolIT {
    private static final String[] PIECES = {
        ",",
        " ",
        "=",
        "\"",
        "\\",
        "\n",
        "\r",
        "\t",
        "#",
        "'",
        "a",
        "é",
        "\u20ac",
        "\ud83d\ude00",
        "0",
        "i",
        ".",
        "/",
        ":"
    };

    @TempDir
    Path directory;

    @Test
    void storesAnyNameTagAndStringAsItWasMeant() {
        try (InfluxdProcess server = InfluxdProcess.start(directory)) {
            server.query("CREATE DATABASE t");
            SplittableRandom random = new SplittableRandom(7);
            Map<Long, ParsedPoint> written = new TreeMap<>();
            StringBuilder batch = new StringBuilder();
            for (long time = 1; time <= 1000; time++) {
                SinkRecord record = randomRecord(random);
                String tag = text(random, 1);
                Map<String, String> tags = Map.of("k" + EscapedName.clean(text(random, 1), Set.of()), tag);
                String line = Encoders.line(Encoders.rules("m${topic}", tags), record, time);
                written.put(time, LineParser.parse(line.getBytes(StandardCharsets.UTF_8)));
                batch.append(line).append('\n');
            }

            var answer = server.write("t", batch.toString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
            Map<Long, Map<String, String>> stored = stored(server);
            Map<String, @Nullable Object> wrong = new TreeMap<>();
            expected(written).forEach((time, point) -> {
                if (!point.equals(stored.get(time))) {
                    wrong.put(String.valueOf(point), stored.get(time));
                }
            });
            assertThat(wrong)
                    .as("what we meant, and what the server made of it")
                    .isEmpty();
        }
    }

    private static SinkRecord randomRecord(SplittableRandom random) {
        String first = "f" + text(random, 0);
        String second = "g" + text(random, 0);
        Schema schema = SchemaBuilder.struct()
                .field(first, Schema.STRING_SCHEMA)
                .field(second, Schema.FLOAT64_SCHEMA)
                .build();
        double number;
        do {
            number = Double.longBitsToDouble(random.nextLong());
        } while (!Double.isFinite(number));
        Struct value = new Struct(schema).put(first, text(random, 0)).put(second, number);
        return Encoders.record(text(random, 0), schema, value);
    }

    private static String text(SplittableRandom random, int minLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(minLength, 6);
        for (int i = 0; i < length; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static Map<Long, Map<String, String>> expected(Map<Long, ParsedPoint> written) {
        Map<Long, Map<String, String>> plain = new TreeMap<>();
        written.forEach((time, point) -> {
            Map<String, String> values = new LinkedHashMap<>();
            values.put("measurement", point.measurement());
            values.put("tags", String.valueOf(point.tags()));
            point.fields().forEach((name, value) -> values.put("field " + name, String.valueOf(value)));
            plain.put(time, values);
        });
        return plain;
    }

    private static Map<Long, Map<String, String>> stored(InfluxdProcess server) {
        Map<Long, Map<String, String>> points = new TreeMap<>();
        for (Series series : server.query("SELECT * FROM t../.*/ GROUP BY *")) {
            for (List<@Nullable Object> row : series.values()) {
                Map<String, String> values = new LinkedHashMap<>();
                values.put("measurement", series.name());
                Map<String, String> tags = new TreeMap<>(series.tags());
                tags.values().removeIf(String::isEmpty);
                values.put("tags", String.valueOf(tags));
                List<String> columns = new ArrayList<>(series.columns());
                for (int i = 1; i < columns.size(); i++) {
                    Object value = row.get(i);
                    if (value != null) {
                        Object shown = value instanceof Number number ? number.doubleValue() : value;
                        values.put("field " + columns.get(i), String.valueOf(shown));
                    }
                }
                points.put(((Number) row.get(0)).longValue() / 1000, values);
            }
        }
        return points;
    }
}
