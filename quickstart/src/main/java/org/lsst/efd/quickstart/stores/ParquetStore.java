package org.lsst.efd.quickstart.stores;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lsst.efd.quickstart.stage.Form;

/** What Parquet files below one directory hold, read by DuckDB. */
public final class ParquetStore implements Store {
    private final Path root;

    /** Looks below this directory, where each topic has a directory of its own. */
    public ParquetStore(Path root) {
        this.root = root;
    }

    @Override
    public String title() {
        return "Parquet";
    }

    @Override
    public Content content(Form form, String topic) throws SQLException {
        String columns =
                switch (form) {
                    case RECORDS -> "count(*), count(distinct sequence), sum(sequence)::BIGINT";
                    case WINDOWS -> "count(*), count(distinct \"time\"), sum(\"count\")::BIGINT";
                };
        List<double[]> rows = rows(topic, columns, "");
        return rows.isEmpty()
                ? Content.NONE
                : new Content((long) rows.get(0)[0], (long) rows.get(0)[1], (long) rows.get(0)[2]);
    }

    /** Rows of numbers from the files of a topic, null as NaN; none when there are no files. */
    public List<double[]> rows(String topic, String columns, String rest) throws SQLException {
        Path directory = root.resolve(topic);
        List<double[]> rows = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return rows;
        }
        String question = String.format(
                Locale.ROOT,
                "SELECT %s FROM read_parquet('%s/**/*.parquet', union_by_name=true, hive_partitioning=false) %s",
                columns,
                directory.toString().replace("'", "''"),
                rest);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            int width = answer.getMetaData().getColumnCount();
            while (answer.next()) {
                double[] row = new double[width];
                for (int i = 0; i < width; i++) {
                    double value = answer.getDouble(i + 1);
                    row[i] = answer.wasNull() ? Double.NaN : value;
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
