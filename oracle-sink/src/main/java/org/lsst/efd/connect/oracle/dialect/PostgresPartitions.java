package org.lsst.efd.connect.oracle.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lsst.efd.connect.oracle.table.TableName;

/** Partitions of PostgreSQL: tables of their own. There is no default one, because its rows would block later ones. */
record PostgresPartitions(Dialect dialect) implements Dialect.Partitions {
    private static final Pattern BOUND = Pattern.compile(".*TO \\('(\\d{4}-\\d{2}-\\d{2})[^']*'\\)");
    private static final String LIST = "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i "
            + "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(?)";

    @Override
    public String add(TableName table, String partition, LocalDate start, LocalDate end) {
        return "CREATE TABLE IF NOT EXISTS " + dialect.quoted(table.sibling(partition)) + " PARTITION OF "
                + dialect.quoted(table) + " FOR VALUES FROM ('" + start + "') TO ('" + end + "')";
    }

    @Override
    public String drop(TableName table, Dialect.ExistingPartition partition) {
        return "DROP TABLE " + dialect.quoted(table.sibling(partition.name()));
    }

    @Override
    public List<Dialect.ExistingPartition> of(Connection connection, TableName table) throws SQLException {
        List<Dialect.ExistingPartition> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, dialect.quoted(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Matcher bound = BOUND.matcher(rows.getString(2));
                    if (bound.matches()) {
                        found.add(new Dialect.ExistingPartition(rows.getString(1), LocalDate.parse(bound.group(1))));
                    }
                }
            }
        }
        found.sort(Comparator.comparing(Dialect.ExistingPartition::end));
        return found;
    }

    @Override
    public boolean areMadeByDatabase() {
        return false;
    }

    @Override
    public boolean canAddBelow() {
        return true;
    }
}
