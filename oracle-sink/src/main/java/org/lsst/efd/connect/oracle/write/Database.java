package org.lsst.efd.connect.oracle.write;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.PostgresDialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.offsets.OffsetsTable;
import org.lsst.efd.connect.oracle.schema.SchemaKeeper;
import org.lsst.efd.connect.oracle.table.TableName;

/**
 * The collaborators that need to know how long the names of the database may be, which only a connection tells. They
 * belong to the writer's thread, which lends channels to those of {@link WriteAhead}.
 */
record Database(
        Identifiers identifiers,
        SchemaKeeper schema,
        Optional<OffsetsTable> offsets,
        TransactionWriter transactions,
        Optional<WriteAhead> ahead)
        implements AutoCloseable {

    /** Connects for the first time. */
    static Database connect(WriterRules rules, WriteCounts counts, Reports reports, BooleanSupplier isStopped)
            throws SQLException {
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
        List<Channel> channels = Stream.generate(() -> channel(rules, counts))
                .limit(rules.channels())
                .toList();
        TransactionWriter transactions = new TransactionWriter(schema, offsets, channels.get(0), reports);
        Optional<WriteAhead> ahead = channels.size() == 1
                ? Optional.empty()
                : Optional.of(new WriteAhead(rules, schema, offsets, channels, counts, isStopped));
        return new Database(identifiers, schema, offsets, transactions, ahead);
    }

    private static Channel channel(WriterRules rules, WriteCounts counts) {
        RowPath batches = new BatchPath(rules.dialect(), counts);
        RowPath path = rules.isFastPathUsed() && rules.dialect() instanceof PostgresDialect postgres
                ? new CopyPath(postgres, batches)
                : batches;
        return new Channel(rules, new TableWriter(rules.dialect(), path, counts));
    }

    /** What rows depend on. */
    DatabaseFacts facts() throws SQLException {
        return new DatabaseFacts(identifiers, schema.wholeArrays());
    }

    /** Statements that are prepared on the connections of rows. */
    int openStatements() {
        return ahead.map(WriteAhead::openStatements).orElseGet(transactions::openStatements);
    }

    /** Cuts the connections under running statements; from any thread. */
    void abort() {
        ahead.ifPresentOrElse(WriteAhead::abort, transactions::abort);
    }

    /** Drops the connections, to be made again; nothing is being written. */
    void disconnect() {
        ahead.ifPresent(WriteAhead::disconnect);
        transactions.disconnect();
    }

    /** Ends for good. */
    @Override
    public void close() {
        ahead.ifPresent(WriteAhead::close);
        transactions.disconnect();
    }

    private static TableName tableName(String text, Identifiers identifiers) {
        int dot = text.indexOf('.');
        return new TableName(
                dot < 0 ? Optional.empty() : Optional.of(identifiers.of(text.substring(0, dot))),
                identifiers.of(text.substring(dot + 1)));
    }
}
