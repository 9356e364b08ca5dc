package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.oracle.dialect.FailureKind;
import org.lsst.efd.connect.oracle.offsets.Fenced;
import org.lsst.efd.connect.oracle.offsets.OffsetsTable;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.schema.Layout;
import org.lsst.efd.connect.oracle.schema.SchemaKeeper;
import org.lsst.efd.connect.oracle.table.TableSpec;

/**
 * One attempt at a transaction after the other.
 *
 * <ol>
 *   <li>Definitions come before the transaction, never within: they would commit it, or wait for its locks.
 *   <li>Positions are moved first, which locks them, then rows are written, then all is committed.
 *   <li>The commit waits for the reports of the rows that are left out.
 * </ol>
 *
 * <p>Not thread-safe, but for {@link #abort}.
 */
final class TransactionWriter {
    private final SchemaKeeper schema;
    private final Optional<OffsetsTable> offsets;
    private final Channel channel;
    private final Reports reports;
    private boolean isOffsetsTableMade;
    private volatile String doing = "";

    TransactionWriter(SchemaKeeper schema, Optional<OffsetsTable> offsets, Channel channel, Reports reports) {
        this.schema = schema;
        this.offsets = offsets;
        this.channel = channel;
        this.reports = reports;
    }

    /** Takes ownership of partitions. */
    void claim(List<Opening> openings) throws SQLException {
        doing = "positions";
        if (!isOffsetsTableMade && offsets.isPresent()) {
            schema.ensureOffsets(offsets.get());
            isOffsetsTableMade = true;
        }
        if (offsets.isEmpty()) {
            channel.session();
            openings.forEach(Opening::claimWithoutPosition);
            return;
        }
        Session open = channel.session();
        OffsetsTable.Claim claim = offsets.get().claim(open::prepared, openings);
        open.commit();
        claim.committed();
    }

    /**
     * Writes and commits a transaction.
     *
     * @param isCareful whether rows may be bad: then they are found, reported and left out; otherwise they fail all
     * @throws Fenced if another task owns a partition
     * @throws ConnectException if a table is not what it must be
     * @throws InterruptedException if the writer is to stop
     */
    void write(Transaction transaction, boolean isCareful) throws SQLException, InterruptedException {
        Map<Opening, Position> positions = transaction.openPositions();
        if (positions.isEmpty()) {
            return;
        }
        List<Layout> layouts = prepare(transaction, positions.keySet());
        Session open = channel.session();
        doing = "positions";
        if (offsets.isPresent()) {
            Set<Opening> done = offsets.get().advance(open::prepared, positions);
            positions = new HashMap<>(positions);
            positions.keySet().removeAll(done);
        }
        channel.tables().begin();
        for (Layout layout : layouts) {
            List<Row> rows = transaction.rows(layout.spec(), positions.keySet());
            if (!rows.isEmpty()) {
                doing = "rows of table " + layout.spec().name();
                write(open, transaction, layout, rows, isCareful);
            }
        }
        doing = "commit";
        channel.tables().end(open);
        open.commit();
        OffsetsTable.committed(positions);
    }

    /** Tables and partitions for the rows. */
    private List<Layout> prepare(Transaction transaction, Set<Opening> openings) throws SQLException {
        List<Layout> layouts = new ArrayList<>();
        for (TableSpec spec : transaction.specs()) {
            List<Row> rows = transaction.rows(spec, openings);
            if (rows.isEmpty()) {
                continue;
            }
            doing = "definitions of table " + spec.name();
            Layout layout = schema.ensure(spec);
            layouts.add(layout);
            schema.ensurePartitions(layout, rows);
        }
        return layouts;
    }

    private void write(Session open, Transaction transaction, Layout layout, List<Row> rows, boolean isCareful)
            throws SQLException, InterruptedException {
        if (!isCareful) {
            channel.tables().write(open, layout, rows);
            return;
        }
        List<Rejected> rejected = channel.tables().isolate(open, layout, rows);
        if (!rejected.isEmpty()) {
            reports.report(rejected);
            rejected.forEach(one -> transaction.reported(one.row()));
        }
    }

    /** What the last attempt was at, for messages. */
    String doing() {
        return doing;
    }

    /** Undoes what a failed attempt has begun. */
    void undo(FailureKind kind) {
        channel.undo(kind);
        if (kind == FailureKind.RECONNECT) {
            schema.disconnect();
        }
    }

    /** Drops the connections, to be made again. */
    void disconnect() {
        channel.disconnect();
        schema.disconnect();
    }

    /** Cuts the connection under a running statement; from any thread. */
    void abort() {
        channel.abort();
    }

    int openStatements() {
        return channel.openStatements();
    }
}
