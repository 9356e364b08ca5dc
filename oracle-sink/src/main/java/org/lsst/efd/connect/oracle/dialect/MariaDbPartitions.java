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

/** Partitions of MariaDB: named parts of a table, which can be added above the highest only. */
record MariaDbPartitions(Dialect dialect) implements Dialect.Partitions {
    private static final Pattern BOUND = Pattern.compile("'(\\d{4}-\\d{2}-\\d{2}).*'");
    private static final String LIST =
            "SELECT PARTITION_NAME, PARTITION_DESCRIPTION FROM INFORMATION_SCHEMA.PARTITIONS "
                    + "WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL "
                    + "ORDER BY PARTITION_ORDINAL_POSITION";

    @Override
    public String add(TableName table, String partition, LocalDate start, LocalDate end) {
        return "ALTER TABLE " + dialect.quoted(table) + " ADD PARTITION (PARTITION " + dialect.quoted(partition)
                + " VALUES LESS THAN ('" + end + "'))";
    }

    @Override
    public String drop(TableName table, Dialect.ExistingPartition partition) {
        return "ALTER TABLE " + dialect.quoted(table) + " DROP PARTITION " + dialect.quoted(partition.name());
    }

    @Override
    public List<Dialect.ExistingPartition> of(Connection connection, TableName table) throws SQLException {
        List<Dialect.ExistingPartition> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, table.schema().orElse(null));
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String description = rows.getString(2);
                    Matcher bound = BOUND.matcher(description == null ? "" : description);
                    if (bound.matches()) {
                        found.add(new Dialect.ExistingPartition(rows.getString(1), LocalDate.parse(bound.group(1))));
                    }
                }
            }
        }
        return found;
    }

    @Override
    public boolean areMadeByDatabase() {
        return false;
    }

    @Override
    public boolean canAddBelow() {
        return false;
    }
}
