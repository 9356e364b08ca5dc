package org.lsst.efd.quickstart.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.quickstart.stage.Form;

class JdbcStoreTest {
    private static final String URL = "jdbc:h2:mem:store;MODE=Oracle";

    private final Connection connection;

    JdbcStoreTest() throws SQLException {
        connection = DriverManager.getConnection(URL, "efd", "efd");
    }

    @BeforeEach
    void makeTables() throws SQLException {
        execute("CREATE TABLE LSST_SAL_A_B (\"X\" DOUBLE PRECISION, \"SEQUENCE\" BIGINT)");
        execute("INSERT INTO LSST_SAL_A_B VALUES (1.5, 0), (2.5, 1), (2.5, 1)");
        execute("CREATE TABLE LSST_SAL_A_B_AGGREGATED (\"MEAN_X\" DOUBLE PRECISION)");
        execute("CREATE TABLE LSST_SAL_A_B_AGGREGATED__2 (\"TIME\" DOUBLE PRECISION, \"COUNT\" BIGINT)");
        execute("INSERT INTO LSST_SAL_A_B_AGGREGATED__2 VALUES (0.5, 2), (1.5, 1)");
        execute("CREATE TABLE LSST_SAL_A_BC (\"SEQUENCE\" BIGINT)");
    }

    @AfterEach
    void forgetTables() throws SQLException {
        connection.close();
    }

    @Test
    void recordsAreCountedToldApartAndSummed() throws SQLException {
        assertThat(store().content(Form.RECORDS, "lsst.sal.A.b")).isEqualTo(new Content(3, 2, 2));
    }

    @Test
    void windowsMayBeInTheSecondTableOfATopic() throws SQLException {
        assertThat(store().content(Form.WINDOWS, "lsst.sal.A.b-aggregated")).isEqualTo(new Content(2, 2, 3));
    }

    @Test
    void anEmptyTableAndNoneHoldNothing() throws SQLException {
        assertThat(store().content(Form.RECORDS, "lsst.sal.A.bc")).isEqualTo(Content.NONE);
        assertThat(store().content(Form.RECORDS, "lsst.sal.A.unknown")).isEqualTo(Content.NONE);
    }

    private static JdbcStore store() {
        return new JdbcStore(URL, "efd", "efd");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
