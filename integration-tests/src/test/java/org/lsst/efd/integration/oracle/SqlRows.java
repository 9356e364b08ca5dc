package org.lsst.efd.integration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.quickstart.stack.SqlDatabase;

/** The rows of a topic in all parts of its table, by a column that tells them apart. */
record SqlRows(TreeMap<Object, Map<String, @Nullable Object>> rows, int parts) {

    static SqlRows of(SqlDatabase database, String topic, String key) {
        TreeMap<Object, Map<String, @Nullable Object>> rows = new TreeMap<>();
        String table = SqlNumbers.table(topic);
        // in text MariaDB rounds a float to six digits
        try (Connection connection = DriverManager.getConnection(
                database.jdbcUrl() + "?useServerPrepStmts=true", database.user(), database.password())) {
            int parts = 0;
            for (String part = table; isThere(connection, part); part = table + "__" + (parts + 1)) {
                try (ResultSet found =
                        connection.prepareStatement("SELECT * FROM " + part).executeQuery()) {
                    read(found, key, rows);
                }
                parts++;
            }
            return new SqlRows(rows, parts);
        } catch (SQLException failure) {
            throw new IllegalStateException("reading " + table, failure);
        }
    }

    private static boolean isThere(Connection connection, String table) throws SQLException {
        try (ResultSet found = connection.getMetaData().getTables(null, null, table, null)) {
            return found.next();
        }
    }

    private static void read(ResultSet found, String key, TreeMap<Object, Map<String, @Nullable Object>> rows)
            throws SQLException {
        ResultSetMetaData columns = found.getMetaData();
        while (found.next()) {
            Map<String, @Nullable Object> row = rows.computeIfAbsent(found.getObject(key), fresh -> new HashMap<>());
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.put(columns.getColumnName(i), found.getObject(i));
            }
        }
    }

    int size() {
        return rows.size();
    }

    /** Fails unless the rows, in the order of their key, hold each value of the records. */
    void assertEqualTo(List<Struct> records, String topic, boolean hasNan) {
        assertThat(rows).as(topic).hasSameSizeAs(records);
        int index = 0;
        for (Map<String, @Nullable Object> row : rows.values()) {
            Struct record = records.get(index);
            String where = topic + ", record " + index++ + ", ";
            for (Field field : record.schema().fields()) {
                Object value = record.get(field);
                String name = field.name().toLowerCase(Locale.ROOT);
                if (value instanceof List<?> list) {
                    for (int i = 0; i < list.size(); i++) {
                        assertEqual(row, name + i, list.get(i), where, hasNan);
                    }
                } else {
                    assertEqual(row, name, value, where, hasNan);
                }
            }
        }
    }

    private static void assertEqual(
            Map<String, @Nullable Object> row, String column, @Nullable Object wanted, String where, boolean hasNan) {
        assertThat(row).as(where + column).containsKey(column);
        Object stored = row.get(column);
        Object comparable = stored;
        if (stored instanceof Number number) {
            comparable = wanted instanceof Float
                    ? (Object) number.floatValue()
                    : wanted instanceof Double ? (Object) number.doubleValue() : (Object) number.longValue();
        }
        assertThat(comparable).as(where + column).isEqualTo(expected(wanted, hasNan));
    }

    private static @Nullable Object expected(@Nullable Object wanted, boolean hasNan) {
        if (wanted instanceof Double || wanted instanceof Float) {
            return Double.isNaN(((Number) wanted).doubleValue()) && !hasNan ? null : wanted;
        }
        return wanted instanceof Number number ? (Object) number.longValue() : wanted;
    }
}
