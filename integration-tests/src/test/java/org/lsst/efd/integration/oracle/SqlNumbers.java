package org.lsst.efd.integration.oracle;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lsst.efd.integration.sink.StoredNumbers;
import org.lsst.efd.quickstart.stack.SqlDatabase;

/** The numbers that the tables of a database hold: the column {@code sequence} of the table of each topic. */
record SqlNumbers(String name, SqlDatabase database) implements StoredNumbers {
    @Override
    public long count(String topic) {
        try {
            return (long) query("SELECT COUNT(*) FROM " + table(topic)).get(0)[0];
        } catch (SQLException notYet) {
            // the table is not made, or the server is killed and not up again
            return 0;
        }
    }

    @Override
    public long[] numbers(String topic) {
        return rows("SELECT sequence FROM " + table(topic)).stream()
                .mapToLong(row -> (long) row[0])
                .toArray();
    }

    /** The table of a topic, as the sink names it. */
    static String table(String topic) {
        return topic.replaceAll("[^A-Za-z0-9_]", "_").toLowerCase(Locale.ROOT);
    }

    /** The rows of a query whose columns are numbers. */
    List<double[]> rows(String sql) {
        try {
            return query(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private List<double[]> query(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            List<double[]> rows = new ArrayList<>();
            while (found.next()) {
                double[] row = new double[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = found.getDouble(i + 1);
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
