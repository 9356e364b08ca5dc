package org.lsst.efd.connect.oracle.write;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.PostgresDialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.offsets.OffsetsTable;
import org.lsst.efd.connect.oracle.schema.SchemaKeeper;
import org.lsst.efd.connect.oracle.table.TableName;

/**
 * The collaborators that need to know how long the names of the database may be, which only a connection tells. All of
 * them belong to the writer's thread.
 */
record Database(
        Identifiers identifiers, SchemaKeeper schema, Optional<OffsetsTable> offsets, TransactionWriter transactions)
        implements AutoCloseable {

    /** Connects for the first time. */
    static Database connect(WriterRules rules, WriteCounts counts, Reports reports) throws SQLException {
        Dialect dialect = rules.dialect();
        int max = dialect.identifierMax();
        try (java.sql.Connection connection = rules.connections().connect(Dialect.Purpose.DEFINITIONS)) {
            DatabaseMetaData data = connection.getMetaData();
            for (int told : new int[] {data.getMaxColumnNameLength(), data.getMaxTableNameLength()}) {
                max = told > 0 ? Math.min(max, told) : max;
            }
        }
        Identifiers identifiers = new Identifiers(rules.folding(), max);
        SchemaKeeper schema = new SchemaKeeper(dialect, rules.connections(), identifiers);
        Optional<OffsetsTable> offsets = rules.offsetsTable()
                .map(text -> new OffsetsTable(dialect, identifiers, tableName(text, identifiers), rules.connector()));
        RowPath batches = new BatchPath(dialect, counts);
        RowPath path = rules.isFastPathUsed() && dialect instanceof PostgresDialect postgres
                ? new CopyPath(postgres, batches)
                : batches;
        TransactionWriter transactions =
                new TransactionWriter(rules, schema, offsets, new TableWriter(dialect, path, counts), reports);
        return new Database(identifiers, schema, offsets, transactions);
    }

    /** What rows depend on. */
    DatabaseFacts facts() throws SQLException {
        return new DatabaseFacts(identifiers, schema.wholeArrays());
    }

    @Override
    public void close() {
        transactions.disconnect();
    }

    private static TableName tableName(String text, Identifiers identifiers) {
        int dot = text.indexOf('.');
        return new TableName(
                dot < 0 ? Optional.empty() : Optional.of(identifiers.of(text.substring(0, dot))),
                identifiers.of(text.substring(dot + 1)));
    }
}
