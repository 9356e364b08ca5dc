package org.lsst.efd.quickstart.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.quickstart.stage.Form;

class ParquetStoreTest {
    @TempDir
    private Path root;

    @Test
    void filesOfAllDirectoriesOfATopicAreCounted() throws SQLException, IOException {
        write("topic/year=2026/month=01/a.parquet", "SELECT * FROM (VALUES (0, 1.0), (1, 2.0)) AS t(sequence, x)");
        // a column that came later
        write("topic/year=2026/month=02/b.parquet", "SELECT 2 AS sequence, 3.0 AS x, 4.0 AS y");
        ParquetStore store = new ParquetStore(root);
        assertThat(store.content(Form.RECORDS, "topic")).isEqualTo(new Content(3, 3, 3));
        assertThat(store.rows("topic", "sequence, y", "ORDER BY sequence"))
                .containsExactly(new double[] {0, Double.NaN}, new double[] {1, Double.NaN}, new double[] {2, 4});
    }

    @Test
    void windowsAreToldApartByTheirTimes() throws SQLException, IOException {
        write("t-aggregated/a.parquet", "SELECT * FROM (VALUES (0.5, 10), (0.5, 10)) AS t(\"time\", \"count\")");
        assertThat(new ParquetStore(root).content(Form.WINDOWS, "t-aggregated")).isEqualTo(new Content(2, 1, 20));
    }

    @Test
    void noFilesHoldNothing() throws SQLException {
        assertThat(new ParquetStore(root).content(Form.RECORDS, "unknown")).isEqualTo(Content.NONE);
    }

    private void write(String file, String select) throws SQLException, IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + path + "' (FORMAT parquet)");
        }
    }
}
