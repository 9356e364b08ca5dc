package org.lsst.efd.integration.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.influxdb.server.InfluxQueries;
import org.lsst.efd.connect.influxdb.server.Series;

/**
 * The queries that the EFD's Python client sends, as the text that it sends, against what was produced: records that
 * have {@code salIndex} 1 and 2, {@code value0} and a packed array {@code arrayA}.
 */
record EfdClientQueries(InfluxQueries queries, String topic, List<Struct> produced) {
    private static final String PACKED = "arrayA";

    void assertAll() {
        listsTopics();
        listsFields();
        selectsTimeSeries();
        selectsTheLastRows();
        unpacksPackedSeries();
    }

    private void listsTopics() {
        assertThat(first("SHOW MEASUREMENTS")).contains(topic);
    }

    private void listsFields() {
        List<Object> fields = first("SHOW FIELD KEYS FROM \"efd\".\"autogen\".\"" + topic + "\"");
        assertThat(fields)
                .contains("private_efdStamp", "private_sndStamp", "salIndex", "value0", PACKED + "0", PACKED + "11")
                .doesNotContain(PACKED, PACKED + "12", "time");
    }

    private void selectsTimeSeries() {
        // both ends are inclusive, to the millisecond: they are the times of records
        Struct begin = produced.get(100);
        Struct end = produced.get(300);
        String range = " WHERE time >= '" + millis(begin) + "' AND time <= '" + millis(end) + "'";
        assertRows("value0, salIndex", range, record -> isWithin(record, begin, end));
        assertRows(
                "value0, salIndex",
                range + " AND salIndex = 1",
                record -> isWithin(record, begin, end) && record.getInt32("salIndex") == 1);
        assertRows("value0, salIndex", range + " AND salIndex = 3", record -> false);
    }

    private void assertRows(String fields, String condition, Predicate<Struct> isWanted) {
        List<List<@Nullable Object>> rows = rows("SELECT " + fields + from() + condition);
        List<Struct> wanted = produced.stream().filter(isWanted).toList();
        assertThat(column(rows, 1)).as(condition).isEqualTo(values(wanted, "value0"));
        assertThat(column(rows, 2)).as(condition).isEqualTo(values(wanted, "salIndex"));
    }

    private void selectsTheLastRows() {
        List<Struct> latestFirst = new ArrayList<>(produced);
        java.util.Collections.reverse(latestFirst);
        assertThat(column(rows("SELECT value0" + from() + " GROUP BY * ORDER BY DESC LIMIT 5"), 1))
                .isEqualTo(values(latestFirst.subList(0, 5), "value0"));

        Struct end = produced.get(500);
        List<Struct> before = latestFirst.stream()
                .filter(record -> millisOf(record) < millisOf(end))
                .filter(record -> record.getInt32("salIndex") == 2)
                .limit(7)
                .toList();
        assertThat(column(
                        rows("SELECT value0" + from() + " WHERE time < '" + millis(end)
                                + "' AND salIndex = 2 GROUP BY * ORDER BY DESC LIMIT 7"),
                        1))
                .isEqualTo(values(before, "value0"));
    }

    private void unpacksPackedSeries() {
        String columns = IntStream.range(0, 12).mapToObj(i -> PACKED + i).collect(Collectors.joining(", "));
        List<List<@Nullable Object>> rows = rows("SELECT " + columns + from() + " WHERE time >= '"
                + millis(produced.get(0)) + "' AND time <= '" + millis(produced.get(20)) + "'");
        assertThat(rows).hasSize(21);
        for (int row = 0; row < rows.size(); row++) {
            List<Object> elements = produced.get(row).getArray(PACKED);
            for (int i = 0; i < 12; i++) {
                assertThat(bits(rows.get(row).get(1 + i))).isEqualTo(bits(elements.get(i)));
            }
        }
    }

    private String from() {
        return " FROM \"efd\".\"autogen\".\"" + topic + "\"";
    }

    private List<List<@Nullable Object>> rows(String query) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Series series : queries.query("efd", query)) {
            rows.addAll(series.values());
        }
        return rows;
    }

    private List<Object> first(String query) {
        return rows(query).stream()
                .map(row -> (Object) String.valueOf(row.get(0)))
                .toList();
    }

    private static List<Long> column(List<List<@Nullable Object>> rows, int column) {
        return rows.stream().map(row -> bits(row.get(column))).toList();
    }

    private static List<Long> values(List<Struct> records, String field) {
        return records.stream().map(record -> bits(record.get(field))).toList();
    }

    private static long bits(@Nullable Object number) {
        return number instanceof Number present ? Double.doubleToRawLongBits(present.doubleValue()) : -1;
    }

    private static boolean isWithin(Struct record, Struct begin, Struct end) {
        return millisOf(record) >= millisOf(begin) && millisOf(record) <= millisOf(end);
    }

    private static long millisOf(Struct record) {
        return Math.round(record.getFloat64("private_efdStamp") * 1000);
    }

    private static String millis(Struct record) {
        return Instant.ofEpochMilli(millisOf(record)).toString();
    }
}
