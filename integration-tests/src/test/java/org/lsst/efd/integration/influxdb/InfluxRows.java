package org.lsst.efd.integration.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.influxdb.server.InfluxQueries;
import org.lsst.efd.connect.influxdb.server.Series;

/**
 * The points of a measurement: by their microsecond the fields, by their name the value as text. A double is the text
 * of its bits.
 *
 * @param types what each field is: {@code float}, {@code integer}, {@code string}, {@code boolean}
 */
record InfluxRows(Map<Long, Map<String, String>> rows, Map<String, String> types) {

    /** What the records of a topic must become, by rules written down here once more, without the sink's own code. */
    static InfluxRows of(List<Struct> records) {
        InfluxRows wanted = new InfluxRows(new TreeMap<>(), new TreeMap<>());
        for (Struct record : records) {
            long time = new BigDecimal(record.getFloat64("private_efdStamp"))
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();
            Map<String, String> row = wanted.rows.computeIfAbsent(time, t -> new TreeMap<>());
            for (Field field : record.schema().fields()) {
                Object value = record.get(field);
                if (value instanceof List<?> list) {
                    for (int i = 0; i < list.size(); i++) {
                        wanted.put(row, field.name() + i, list.get(i));
                    }
                } else {
                    wanted.put(row, field.name(), value);
                }
            }
        }
        return wanted;
    }

    private void put(Map<String, String> row, String name, @Nullable Object value) {
        if (value instanceof Float number) {
            row.put(name, bits(number));
            types.put(name, "float");
        } else if (value instanceof Double number) {
            row.put(name, bits(number));
            types.put(name, "float");
        } else if (value instanceof Number number) {
            row.put(name, String.valueOf(number.longValue()));
            types.put(name, "integer");
        } else if (value != null) {
            row.put(name, String.valueOf(value));
            types.put(name, value instanceof Boolean ? "boolean" : "string");
        }
    }

    /** How many points a measurement has that bear a number. */
    static long count(InfluxQueries queries, String measurement) {
        return new InfluxNumbers(queries, "efd").count(measurement);
    }

    private static String bits(double number) {
        return "bits " + Double.doubleToRawLongBits(number);
    }

    /** A float is stored as the shortest decimal that means it: {@code 0.1f} is 0.1. */
    private static String bits(float number) {
        return "float bits " + Float.floatToRawIntBits(number);
    }

    /** What the server has, fields of these names taken for the floats that their decimals mean. */
    static InfluxRows stored(InfluxQueries queries, String measurement, Set<String> floats) {
        Map<String, String> types = new TreeMap<>();
        queries.query("SHOW FIELD KEYS FROM \"efd\".\"autogen\".\"" + measurement + "\"")
                .forEach(series -> series.values()
                        .forEach(row -> types.put(String.valueOf(row.get(0)), String.valueOf(row.get(1)))));
        Map<Long, Map<String, String>> rows = new TreeMap<>();
        for (Series series : queries.query("SELECT * FROM \"efd\".\"autogen\".\"" + measurement + "\"")) {
            for (List<@Nullable Object> cells : series.values()) {
                Map<String, String> row = new TreeMap<>();
                for (int i = 1; i < cells.size(); i++) {
                    String name = series.columns().get(i);
                    text(cells.get(i), floats.contains(name) ? "float32" : types.getOrDefault(name, ""))
                            .ifPresent(text -> row.put(name, text));
                }
                rows.put(timeUs(cells), row);
            }
        }
        return new InfluxRows(rows, types);
    }

    private static Optional<String> text(@Nullable Object cell, String type) {
        if (cell instanceof Number number) {
            return Optional.of(
                    switch (type) {
                        case "float32" -> bits(number.floatValue());
                        case "float" -> bits(number.doubleValue());
                        default -> String.valueOf(number.longValue());
                    });
        }
        return Optional.ofNullable(cell).map(String::valueOf);
    }

    private static long timeUs(List<@Nullable Object> cells) {
        long timeNs = cells.get(0) instanceof Number number ? number.longValue() : 0;
        assertThat(timeNs % 1000).as("nanoseconds below the microsecond").isZero();
        return timeNs / 1000;
    }

    /** The fields that have floats, not doubles. */
    Set<String> floats() {
        Set<String> names = new TreeSet<>();
        rows.values()
                .forEach(row -> row.forEach((name, text) -> {
                    if (text.startsWith("float bits")) {
                        names.add(name);
                    }
                }));
        return names;
    }

    int size() {
        return rows.size();
    }

    void assertEqualTo(InfluxRows wanted, String measurement) {
        assertThat(types).as("types of " + measurement).isEqualTo(wanted.types);
        assertThat(rows.keySet()).as("times of " + measurement).isEqualTo(wanted.rows.keySet());
        wanted.rows.forEach((time, row) ->
                assertThat(rows.get(time)).as(measurement + " at " + time).isEqualTo(row));
        System.out.println(measurement + ": " + rows.size() + " points of " + types.size() + " fields are equal");
    }
}
