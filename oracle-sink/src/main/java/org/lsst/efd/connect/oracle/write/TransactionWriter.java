package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.oracle.dialect.Dialect;
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
    private final WriterRules rules;
    private final SchemaKeeper schema;
    private final Optional<OffsetsTable> offsets;
    private final TableWriter tables;
    private final Reports reports;
    private boolean isOffsetsTableMade;
    private volatile String doing = "";
    private volatile @Nullable Session session;

    TransactionWriter(
            WriterRules rules,
            SchemaKeeper schema,
            Optional<OffsetsTable> offsets,
            TableWriter tables,
            Reports reports) {
        this.rules = rules;
        this.schema = schema;
        this.offsets = offsets;
        this.tables = tables;
        this.reports = reports;
    }

    private Session session() throws SQLException {
        Session open = session;
        if (open == null) {
            open = Session.open(rules);
            session = open;
        }
        return open;
    }

    /** Takes ownership of partitions. */
    void claim(List<Opening> openings) throws SQLException {
        doing = "positions";
        if (!isOffsetsTableMade && offsets.isPresent()) {
            schema.ensureOffsets(offsets.get());
            isOffsetsTableMade = true;
        }
        if (offsets.isEmpty()) {
            session();
            openings.forEach(Opening::claimWithoutPosition);
            return;
        }
        Session open = session();
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
        Session open = session();
        doing = "positions";
        if (offsets.isPresent()) {
            Set<Opening> done = offsets.get().advance(open::prepared, positions);
            positions = new HashMap<>(positions);
            positions.keySet().removeAll(done);
        }
        tables.begin();
        for (Layout layout : layouts) {
            List<Row> rows = transaction.rows(layout.spec(), positions.keySet());
            if (!rows.isEmpty()) {
                doing = "rows of table " + layout.spec().name();
                write(open, transaction, layout, rows, isCareful);
            }
        }
        doing = "commit";
        tables.end(open);
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
            if (layout.mark().isPresent() && Dialect.isPartitioned(spec.policy())) {
                for (Layout.Part part : layout.parts()) {
                    for (Row row : rows) {
                        schema.partitions(part, spec).ensure(row.timeNs());
                    }
                }
            }
        }
        return layouts;
    }

    private void write(Session open, Transaction transaction, Layout layout, List<Row> rows, boolean isCareful)
            throws SQLException, InterruptedException {
        if (!isCareful) {
            tables.write(open, layout, rows);
            return;
        }
        List<Rejected> rejected = tables.isolate(open, layout, rows);
        if (!rejected.isEmpty()) {
            reports.report(rejected);
            rejected.forEach(one -> transaction.reported(one.row()));
        }
    }

    /** What the last attempt was at, for messages. */
    String doing() {
        return doing;
    }

    /** Undoes what an attempt has begun; without a connection that works there is none left. */
    void rollback() {
        Session open = session;
        if (open != null && !open.rollback()) {
            disconnect();
        }
    }

    /** Drops the connections, to be made again. */
    void disconnect() {
        Session open = session;
        session = null;
        if (open != null) {
            open.close();
        }
        schema.disconnect();
    }

    /** Cuts the connection under a running statement; from any thread. */
    void abort() {
        Session open = session;
        if (open != null) {
            open.abort();
        }
    }

    int openStatements() {
        Session open = session;
        return open == null ? 0 : open.openStatements();
    }
}
