package org.lsst.efd.integration.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
            // as people read it: 0.1f is 0.1
            put(row, name, Double.valueOf(number.toString()));
        } else if (value instanceof Double number) {
            row.put(name, "bits " + Double.doubleToRawLongBits(number));
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

    /** What the server has. */
    static InfluxRows stored(InfluxQueries queries, String measurement) {
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
                    text(cells.get(i), types.getOrDefault(name, "")).ifPresent(text -> row.put(name, text));
                }
                rows.put(timeUs(cells), row);
            }
        }
        return new InfluxRows(rows, types);
    }

    private static Optional<String> text(@Nullable Object cell, String type) {
        if (cell instanceof Number number) {
            return Optional.of(
                    type.equals("float")
                            ? "bits " + Double.doubleToRawLongBits(number.doubleValue())
                            : String.valueOf(number.longValue()));
        }
        return Optional.ofNullable(cell).map(String::valueOf);
    }

    private static long timeUs(List<@Nullable Object> cells) {
        long timeNs = cells.get(0) instanceof Number number ? number.longValue() : 0;
        assertThat(timeNs % 1000).as("nanoseconds below the microsecond").isZero();
        return timeNs / 1000;
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
