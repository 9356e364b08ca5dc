package org.lsst.efd.connect.oracle.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lsst.efd.connect.oracle.table.TableName;

/** Interval partitions of Oracle, which it makes as rows come. */
record OraclePartitions(Dialect dialect) implements Dialect.Partitions {
    static final String FIRST = "P0";

    private static final Pattern BOUND = Pattern.compile("TIMESTAMP\\s*'\\s*(\\d{4}-\\d{2}-\\d{2}).*'");
    private static final String LIST = "SELECT PARTITION_NAME, HIGH_VALUE FROM ALL_TAB_PARTITIONS WHERE TABLE_OWNER = "
            + "NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND TABLE_NAME = ? ORDER BY PARTITION_POSITION";

    @Override
    public String add(TableName table, String partition, LocalDate start, LocalDate end) {
        throw new IllegalStateException("Oracle makes its partitions itself");
    }

    /** By a time in it: the database gives the names. */
    @Override
    public String drop(TableName table, Dialect.ExistingPartition partition) {
        return "ALTER TABLE " + dialect.quoted(table) + " DROP PARTITION FOR (TIMESTAMP '"
                + partition.end().minusDays(1) + " 00:00:00') UPDATE INDEXES";
    }

    /** Without the first, which releases before 12.2 cannot drop. */
    @Override
    public List<Dialect.ExistingPartition> of(Connection connection, TableName table) throws SQLException {
        List<Dialect.ExistingPartition> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, table.schema().orElse(null));
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    Matcher bound = BOUND.matcher(rows.getString(2));
                    if (bound.matches() && !name.equals(FIRST)) {
                        found.add(new Dialect.ExistingPartition(name, LocalDate.parse(bound.group(1))));
                    }
                }
            }
        }
        return found;
    }

    @Override
    public boolean areMadeByDatabase() {
        return true;
    }

    @Override
    public boolean canAddBelow() {
        return false;
    }
}
