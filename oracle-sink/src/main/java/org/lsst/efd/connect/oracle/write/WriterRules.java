package org.lsst.efd.connect.oracle.write;

import java.util.Optional;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.oracle.dialect.Connections;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.names.Identifiers;

/**
 * How the writer works.
 *
 * @param connector its name: positions are kept under it
 * @param channels connections that rows are written on
 * @param statementCache prepared statements that a connection keeps open
 * @param purpose what most rows are
 * @param folding of names
 * @param offsetsTable {@code [schema.]name} of the table of positions; empty for none
 * @param isFastPathUsed whether the fastest way into the database is taken, instead of plain batches
 * @param transactionBytes a transaction takes waiting batches up to so many bytes
 */
public record WriterRules(
        String connector,
        Dialect dialect,
        Connections connections,
        int channels,
        int statementCache,
        Dialect.Purpose purpose,
        Identifiers.Folding folding,
        Optional<String> offsetsTable,
        boolean isFastPathUsed,
        RetryPolicy retries,
        long transactionBytes) {
    /** The same with other connections. */
    public WriterRules withConnections(Connections others) {
        return new WriterRules(
                connector,
                dialect,
                others,
                channels,
                statementCache,
                purpose,
                folding,
                offsetsTable,
                isFastPathUsed,
                retries,
                transactionBytes);
    }
}
