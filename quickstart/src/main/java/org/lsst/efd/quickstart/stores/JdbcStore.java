package org.lsst.efd.quickstart.stores;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.lsst.efd.quickstart.stage.Form;

/** What a database holds. The tables of a topic are found by name: wide records are in several. */
public final class JdbcStore implements Store {
    private final String url;
    private final Properties login = new Properties();

    /** Asks the database at this JDBC address. */
    public JdbcStore(String url, String user, String password) {
        this.url = url;
        login.setProperty("user", user);
        login.setProperty("password", password);
    }

    @Override
    public String title() {
        return "database";
    }

    @Override
    public Content content(Form form, String topic) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, login)) {
            for (String table : tables(connection.getMetaData(), topic)) {
                Map<String, String> columns = columns(connection.getMetaData(), table);
                String identity = columns.get(form == Form.RECORDS ? "sequence" : "time");
                String summed = columns.get(form == Form.RECORDS ? "sequence" : "count");
                if (identity != null && summed != null) {
                    return content(connection, table, identity, summed);
                }
            }
            return Content.NONE;
        }
    }

    private static Content content(Connection connection, String table, String identity, String summed)
            throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString().strip();
        String question = String.format(
                Locale.ROOT,
                "SELECT COUNT(*), COUNT(DISTINCT %1$s%2$s%1$s), SUM(%1$s%3$s%1$s) FROM %1$s%4$s%1$s",
                quote,
                identity,
                summed,
                table);
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return new Content(answer.getLong(1), answer.getLong(2), answer.getLong(3));
        }
    }

    /** The tables whose names are that of the topic, as a database can write it, and perhaps the number of a part. */
    private static List<String> tables(DatabaseMetaData catalog, String topic) throws SQLException {
        String wanted = plain(topic);
        List<String> tables = new ArrayList<>();
        try (ResultSet found = catalog.getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                String name = found.getString("TABLE_NAME");
                String bare = plain(name).replaceFirst("__\\d+$", "");
                if (bare.equals(wanted)) {
                    tables.add(name);
                }
            }
        }
        return tables;
    }

    /** The names of the columns by their lower-case forms. */
    private static Map<String, String> columns(DatabaseMetaData catalog, String table) throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        try (ResultSet found = catalog.getColumns(null, null, table, "%")) {
            while (found.next()) {
                // the name is a pattern to the driver
                if (found.getString("TABLE_NAME").equals(table)) {
                    String name = found.getString("COLUMN_NAME");
                    columns.put(name.toLowerCase(Locale.ROOT), name);
                }
            }
        }
        return columns;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }
}
