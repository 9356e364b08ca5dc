package org.lsst.efd.connect.oracle.write;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lsst.efd.connect.oracle.dialect.PostgresDialect;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;

/**
 * {@code COPY} in its binary format, the fastest way into PostgreSQL: straight into the table for inserts, and for upserts
 * into a temporary table from which one statement takes all rows. Where a column has a type that we do not encode
 * exactly, where rows are few, and for other operations, batches do it.
 *
 * <p>The server needs half a millisecond to look up the names of 300 columns, as long as it takes for 20 rows. So a table
 * that has no other columns than ours is copied into without naming them. Whether it has as many, and never had others
 * that were dropped, is asked once before the commit, when the table is locked.
 *
 * <p>Not thread-safe.
 */
final class CopyPath implements RowPath {
    private static final int SEND_BYTES = 1 << 16;

    /** Below, a further round trip costs more than it saves. */
    private static final int UPSERT_ROWS_MIN = 20;

    private static final String COUNT_CHANGED =
            """
            SELECT t.name, c.relnatts FROM unnest(?::text[], ?::int[]) AS t (name, columns)
            JOIN pg_catalog.pg_class c ON c.oid = t.name::regclass
            WHERE c.relnatts <> t.columns""";

    private static final String UNDEFINED_COLUMN = "42703";

    private final PostgresDialect dialect;
    private final RowPath batches;
    private final CopyEncoder encoder = new CopyEncoder();
    private final IdentityHashMap<Layout.Part, Optional<Copying>> compiled = new IdentityHashMap<>();
    /** The number of columns that each table must have at the end of the transaction, by its quoted name. */
    private final Map<String, Integer> unnamed = new LinkedHashMap<>();
    /** The number of columns, dropped ones among them, of the tables that once had not as many as expected. */
    private final Map<String, Integer> surprises = new HashMap<>();

    /** How rows are copied into a part: its quoted name, and its quoted columns. */
    private record Copying(CopyEncoder.Plan plan, String table, String columns) {
        static String sql(String target) {
            return "COPY " + target + " FROM STDIN (FORMAT binary)";
        }
    }

    CopyPath(PostgresDialect dialect, RowPath batches) {
        this.dialect = dialect;
        this.batches = batches;
    }

    @Override
    public void begin() {
        unnamed.clear();
    }

    @Override
    public void prepare(Session session, Layout.Part part, RowOp op) throws SQLException {
        Optional<Copying> copying = compiled(part);
        if (op == RowOp.UPSERT && copying.isPresent()) {
            temporaryTable(session, copying.get());
        }
    }

    @Override
    public void write(Session session, Layout.Part part, RowOp op, List<Row> rows) throws SQLException {
        Optional<Copying> copying = compiled(part);
        boolean isCopied = op == RowOp.INSERT || (op == RowOp.UPSERT && rows.size() >= UPSERT_ROWS_MIN);
        if (copying.isEmpty() || !isCopied) {
            batches.write(session, part, op, rows);
        } else if (op == RowOp.INSERT) {
            insert(session, part, copying.get(), rows);
        } else {
            upsert(session, part, copying.get(), rows);
        }
    }

    private void insert(Session session, Layout.Part part, Copying copying, List<Row> rows) throws SQLException {
        int count = part.columns().size();
        if (part.isComplete() && surprises.getOrDefault(copying.table, count) == count) {
            copy(session, Copying.sql(copying.table), copying.plan, rows);
            unnamed.put(copying.table, count);
        } else {
            copy(session, Copying.sql(copying.table + " (" + copying.columns + ")"), copying.plan, rows);
        }
    }

    private void upsert(Session session, Layout.Part part, Copying copying, List<Row> rows) throws SQLException {
        String temporary = temporaryTable(session, copying);
        if (session.use(temporary)) {
            session.prepared("TRUNCATE " + dialect.quoted(temporary)).execute();
        }
        // it was made with our columns in our order
        copy(session, Copying.sql(dialect.quoted(temporary)), copying.plan, rows);
        session.prepared("INSERT INTO " + copying.table + " (" + copying.columns + ") SELECT " + copying.columns
                        + " FROM " + dialect.quoted(temporary) + dialect.onConflict(part.target()))
                .execute();
    }

    @Override
    public void end(Session session) throws SQLException {
        if (unnamed.isEmpty()) {
            return;
        }
        PreparedStatement statement = session.prepared(COUNT_CHANGED);
        statement.setArray(
                1, session.connection().createArrayOf("text", unnamed.keySet().toArray()));
        statement.setArray(
                2, session.connection().createArrayOf("int4", unnamed.values().toArray()));
        try (ResultSet changed = statement.executeQuery()) {
            boolean isChanged = false;
            while (changed.next()) {
                surprises.put(changed.getString(1), changed.getInt(2));
                isChanged = true;
            }
            if (isChanged) {
                throw new SQLException("tables have other columns than ours: " + surprises.keySet(), UNDEFINED_COLUMN);
            }
        }
    }

    private Optional<Copying> compiled(Layout.Part part) {
        if (compiled.size() > 10_000) {
            // layouts that were replaced
            compiled.clear();
        }
        return compiled.computeIfAbsent(part, fresh -> CopyEncoder.Plan.of(fresh.columns())
                .map(plan -> new Copying(plan, dialect.quoted(fresh.name()), columns(fresh))));
    }

    private String temporaryTable(Session session, Copying copying) throws SQLException {
        return session.temporaryTable(
                copying.table + " " + copying.columns,
                name -> "CREATE TEMPORARY TABLE " + dialect.quoted(name) + " ON COMMIT DELETE ROWS AS SELECT "
                        + copying.columns + " FROM " + copying.table + " WITH NO DATA");
    }

    private String columns(Layout.Part part) {
        return part.columns().stream()
                .map(column -> dialect.quoted(column.spec().name()))
                .collect(Collectors.joining(", "));
    }

    private void copy(Session session, String sql, CopyEncoder.Plan plan, List<Row> rows) throws SQLException {
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
