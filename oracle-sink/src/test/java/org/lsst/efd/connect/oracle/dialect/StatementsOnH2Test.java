package org.lsst.efd.connect.oracle.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statements of the Oracle dialect, executed in H2's Oracle mode as far as it knows them. */
final class StatementsOnH2Test {
    @Test
    void h2ExecutesEveryStatementWithoutPlaceholdersAndPreparesTheOthers() throws SQLException {
        List<String> executed = new ArrayList<>();
        List<String> prepared = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:statements;MODE=Oracle");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA \"EFD\"");
            statement.execute(
                    "CREATE TABLE \"EFD\".\"KEYS\" (\"TS\" TIMESTAMP(6) NOT NULL, \"K\" NUMBER(10,0) NOT NULL)");
            for (List<String> statements :
                    Statements.of(Dialect.of("jdbc:h2:mem:x")).values()) {
                for (String sql : statements) {
                    if (sql.contains("?")) {
                        connection.prepareStatement(sql).close();
                        prepared.add(sql);
                    } else {
                        statement.execute(sql);
                        executed.add(sql);
                    }
                }
            }
        }
        assertThat(executed).hasSizeGreaterThan(30);
        assertThat(prepared).hasSizeGreaterThanOrEqualTo(10);
    }

    /** What Oracle adds to these: where rows are kept, and partitions. */
    @Test
    void onOracleThereIsMoreOnlyBehindCreateTableAndInWidening() {
        List<String> oracle = new ArrayList<>();
        Statements.of(Dialect.of("jdbc:oracle:thin:@h")).values().forEach(oracle::addAll);
        List<String> h2 = new ArrayList<>();
        Statements.of(Dialect.of("jdbc:h2:mem:x")).values().forEach(h2::addAll);
        oracle.removeAll(h2);
        assertThat(oracle)
                .allMatch(sql -> sql.startsWith("CREATE TABLE")
                        || sql.contains(" MODIFY (")
                        || sql.contains(" DROP PARTITION FOR "));
    }
}
