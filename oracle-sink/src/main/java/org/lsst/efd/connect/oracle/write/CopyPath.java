package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lsst.efd.connect.oracle.dialect.PostgresDialect;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;

/**
 * {@code COPY} in its binary format, the fastest way into PostgreSQL: straight into the table for inserts, and for upserts
 * into a temporary table from which one statement takes all rows. Where a column has a type that we do not encode
 * exactly, where rows are few, and for other operations, batches do it. Not thread-safe.
 */
final class CopyPath implements RowPath {
    private static final int SEND_BYTES = 1 << 16;

    /** Below, a further round trip costs more than it saves. */
    private static final int UPSERT_ROWS_MIN = 20;

    private final PostgresDialect dialect;
    private final RowPath batches;
    private final CopyEncoder encoder = new CopyEncoder();
    private final IdentityHashMap<Layout.Part, Optional<CopyEncoder.Plan>> plans = new IdentityHashMap<>();

    CopyPath(PostgresDialect dialect, RowPath batches) {
        this.dialect = dialect;
        this.batches = batches;
    }

    @Override
    public void prepare(Session session, Layout.Part part, RowOp op) throws SQLException {
        if (op == RowOp.UPSERT && plan(part).isPresent()) {
            temporaryTable(session, part);
        }
    }

    @Override
    public void write(Session session, Layout.Part part, RowOp op, List<Row> rows) throws SQLException {
        Optional<CopyEncoder.Plan> plan = plan(part);
        boolean isCopied = op == RowOp.INSERT || (op == RowOp.UPSERT && rows.size() >= UPSERT_ROWS_MIN);
        if (plan.isEmpty() || !isCopied) {
            batches.write(session, part, op, rows);
        } else if (op == RowOp.INSERT) {
            copy(session, dialect.quoted(part.name()), part, plan.get(), rows);
        } else {
            String temporary = temporaryTable(session, part);
            String columns = columns(part);
            try (Statement statement = session.connection().createStatement()) {
                if (session.use(temporary)) {
                    statement.execute("TRUNCATE " + dialect.quoted(temporary));
                }
                copy(session, dialect.quoted(temporary), part, plan.get(), rows);
                statement.execute("INSERT INTO " + dialect.quoted(part.name()) + " (" + columns + ") SELECT " + columns
                        + " FROM " + dialect.quoted(temporary) + dialect.onConflict(part.target()));
            }
        }
    }

    private Optional<CopyEncoder.Plan> plan(Layout.Part part) {
        if (plans.size() > 10_000) {
            // layouts that were replaced
            plans.clear();
        }
        return plans.computeIfAbsent(part, fresh -> CopyEncoder.Plan.of(fresh.columns()));
    }

    private String temporaryTable(Session session, Layout.Part part) throws SQLException {
        String columns = columns(part);
        return session.temporaryTable(
                part.name() + " " + columns,
                name -> "CREATE TEMPORARY TABLE " + dialect.quoted(name) + " ON COMMIT DELETE ROWS AS SELECT " + columns
                        + " FROM " + dialect.quoted(part.name()) + " WITH NO DATA");
    }

    private String columns(Layout.Part part) {
        return part.columns().stream()
                .map(column -> dialect.quoted(column.spec().name()))
                .collect(Collectors.joining(", "));
    }

    private void copy(Session session, String table, Layout.Part part, CopyEncoder.Plan plan, List<Row> rows)
            throws SQLException {
        String sql = "COPY " + table + " (" + columns(part) + ") FROM STDIN (FORMAT binary)";
        dialect.copy(session.connection(), sql, pieces -> {
            encoder.begin();
            for (Row row : rows) {
                encoder.append(row, plan);
                if (encoder.size() >= SEND_BYTES) {
                    pieces.send(encoder.array(), encoder.size());
                    encoder.sent();
                }
            }
            encoder.end();
            pieces.send(encoder.array(), encoder.size());
        });
    }
}
