package org.lsst.efd.connect.oracle.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.lsst.efd.connect.common.errors.Bisection;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.FailureKind;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;

/**
 * Writes the rows of one table within an open transaction: all at once, or, where some of them are known to be bad, in
 * ever smaller parts between savepoints, so that the good ones are in and each bad one is told. Not thread-safe.
 */
final class TableWriter {
    /** Bad rows in a part on average: at ln 2 half of the parts are good, so each attempt tells most (group testing). */
    private static final double BAD_OF_PART = 0.7;

    private final Dialect dialect;
    private final RowPath path;
    private final WriteCounts counts;

    /** Share of bad rows when they were last looked for without being told at once; 0 where there was none. */
    private double badShare;

    TableWriter(Dialect dialect, RowPath path, WriteCounts counts) {
        this.dialect = dialect;
        this.path = path;
        this.counts = counts;
    }

    /** Comes before the rows of a transaction, and before those of each further attempt at it. */
    void begin() {
        path.begin();
    }

    /**
     * Comes before the commit.
     *
     * @throws SQLException if the rows must not be committed
     */
    void end(Session session) throws SQLException {
        path.end(session);
    }

    /** Writes all rows; the first that is refused ends it. */
    void write(Session session, Layout layout, List<Row> rows) throws SQLException {
        for (KeyReduction.Run run : KeyReduction.runs(rows, layout)) {
            write(session, layout, run.op(), run.rows());
        }
    }

    private void write(Session session, Layout layout, RowOp op, List<Row> rows) throws SQLException {
        for (Layout.Part part : layout.parts()) {
            path.write(session, part, op, rows);
        }
    }

    /**
     * Writes the good rows.
     *
     * @return the bad ones, in order
     * @throws SQLException if something else is wrong than rows
     */
    List<Rejected> isolate(Session session, Layout layout, List<Row> rows) throws SQLException {
        List<Rejected> rejected = new ArrayList<>();
        for (KeyReduction.Run run : KeyReduction.runs(rows, layout)) {
            for (Layout.Part part : layout.parts()) {
                path.prepare(session, part, run.op());
            }
            isolate(session, layout, run, rejected);
        }
        return rejected;
    }

    private void isolate(Session session, Layout layout, KeyReduction.Run run, List<Rejected> rejected)
            throws SQLException {
        Connection connection = session.connection();
        int count = run.rows().size();
        int part = (int) Math.max(1, Math.min(count, BAD_OF_PART / badShare));
        Bisection bisection = new Bisection(
                count,
                IntStream.iterate(part, cut -> cut < count, cut -> cut + part)
                        .boxed()
                        .toList());
        int found = 0;
        boolean isTold = false;
        while (!bisection.isDone()) {
            Bisection.Range range = bisection.next();
            Savepoint savepoint = connection.setSavepoint();
            try {
                write(session, layout, run.op(), run.rows().subList(range.begin(), range.end()));
                if (dialect.releasesSavepoints()) {
                    connection.releaseSavepoint(savepoint);
                }
                bisection.settled(false);
            } catch (SQLException refused) {
                FailureKind kind = dialect.classify(refused);
                if (!isOfRows(kind)) {
                    throw refused;
                }
                connection.rollback(savepoint);
                if (range.count() == 1) {
                    refuse(layout, run.rows().get(range.begin()), kind, refused, rejected);
                    bisection.settled(true);
                    found++;
                } else {
                    counts.bisection();
                    OptionalInt told = dialect.refusedRow(refused);
                    // a key is looked at when many rows are in already: it is told late
                    isTold |= told.isPresent() && kind != FailureKind.DUPLICATE;
                    bisection.refusedAt(told.orElse(-1));
                }
            }
        }
        badShare = isTold ? 0 : (double) found / count;
    }

    static boolean isOfRows(FailureKind kind) {
        return kind == FailureKind.DATA || kind == FailureKind.DUPLICATE || kind == FailureKind.SPLIT;
    }

    private void refuse(Layout layout, Row row, FailureKind kind, SQLException refused, List<Rejected> rejected) {
        boolean isRepeat = kind == FailureKind.DUPLICATE
                && row.op() == RowOp.INSERT
                && layout.spec().policy().areDuplicatesRepeats();
        if (isRepeat) {
            counts.duplicate();
        } else {
            String word = kind.name().toLowerCase(Locale.ROOT);
            rejected.add(new Rejected(
                    row,
                    word,
                    "table " + layout.spec().name() + " refused it: " + word + ", " + dialect.describe(refused)));
        }
    }
}
