package org.lsst.efd.benchmarks.oracle;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lsst.efd.benchmarks.harness.Comparison.Environment;
import org.lsst.efd.quickstart.stack.LocalStack;

/** The real servers that all contenders write to, each into tables that do not exist when it begins. */
enum Server {
    POSTGRESQL,
    MARIADB;

    static final String USER = "efd";
    private static final String URL = "efd.benchmarks.oracle.";

    /** Both servers as what runs beside the contenders. */
    static Environment environment() {
        return () -> {
            LocalStack stack = LocalStack.builder()
                    .postgres(
                            options -> options.setting("shared_buffers", "1GB").setting("max_wal_size", "4GB"))
                    .mariaDb(options -> options.setting("innodb-buffer-pool-size", "1G")
                            .setting("innodb-log-file-size", "1G")
                            .setting("max-allowed-packet", "64M"))
                    .progress(System.err::println)
                    .start();
            Map<String, String> urls = Map.of(
                    URL + POSTGRESQL, stack.postgres().jdbcUrl(),
                    URL + MARIADB, stack.mariaDb().jdbcUrl());
            return new Environment.Running(urls, () -> {
                stack.close();
                return true;
            });
        };
    }

    String url() {
        return System.getProperty(URL + this);
    }

    String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** A connection with the given driver options, {@code ?a=b&c=d}. */
    Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(url() + options, USER, USER);
    }

    String quoted(String name) {
        return this == MARIADB ? "`" + name + "`" : "\"" + name + "\"";
    }

    /** Drops all tables. */
    void clear() throws SQLException {
        String schema = this == MARIADB ? "DATABASE()" : "'public'";
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = " + schema)) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                statement.execute("DROP TABLE " + quoted(table));
            }
        }
    }

    /** Fails unless the tables of the flow hold what was written. */
    void requireRows(RowFlow flow, boolean isUpsert) throws SQLException {
        long wanted = isUpsert ? flow.keys() : flow.records() - flow.refused();
        long stored = 0;
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            for (var partition : flow.partitions()) {
                try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + quoted(partition.topic()))) {
                    rows.next();
                    stored += rows.getLong(1);
                }
            }
        }
        if (stored != wanted) {
            throw new IllegalStateException(stored + " rows are stored, and " + wanted + " should be");
        }
    }

    /** Fails if more statements than this are prepared in MariaDB; PostgreSQL tells only each connection its own. */
    void requireFewStatements(int most) throws SQLException {
        if (this != MARIADB) {
            return;
        }
        try (Connection connection = connect("");
                Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'")) {
            status.next();
            if (status.getInt(2) > most) {
                throw new IllegalStateException(status.getInt(2) + " statements are prepared, more than " + most);
            }
        }
    }
}
