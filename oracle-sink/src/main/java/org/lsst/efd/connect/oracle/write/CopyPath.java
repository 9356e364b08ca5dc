package org.lsst.efd.connect.oracle.write;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.dialect.PostgresDialect;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;

/**
 * {@code COPY} in its binary format, the fastest way into PostgreSQL: straight into the table for inserts, and for upserts
 * into a temporary table from which one statement takes all rows. Where a column has a type that we do not encode
 * exactly, where rows are few, and for other operations, batches do it.
 *
 * <p>The server takes bytes for what its columns are by now, and needs half a millisecond to look up the names of 300, as
 * long as it takes for 20 rows. So the first transaction looks, before its commit, whether a table, which is locked by
 * then, has the types that were encoded; where it has our columns in our order and never any other, names are left out
 * from then on. Each further transaction asks whether the table is still the same.
 *
 * <p>Not thread-safe.
 */
final class CopyPath implements RowPath {
    private static final int SEND_BYTES = 1 << 16;

    /** Below, a further round trip costs more than it saves. */
    private static final int UPSERT_ROWS_MIN = 20;

    /**
     * Columns that were dropped count, and have names of their own. A column of another type moves a plain table; of what
     * has no file of its own the types are told themselves.
     */
    private static final String LOOK =
            """
            SELECT t.name, c.oid || ' ' || c.relfilenode || ' ' || c.relnatts || ' ' || CASE WHEN c.relkind = 'r' THEN ''
            ELSE (SELECT md5(string_agg(a.atttypid::text, ' ' ORDER BY a.attnum))
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) END,
            CASE WHEN t.is_new THEN (SELECT array_agg(a.attname::text ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) END,
            CASE WHEN t.is_new THEN (SELECT array_agg(coalesce(y.typname, '')::text ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
            WHERE a.attrelid = c.oid AND a.attnum > 0) END
            FROM unnest(?::text[], ?::boolean[]) AS t (name, is_new)
            JOIN pg_catalog.pg_class c ON c.oid = t.name::regclass""";

    private static final String UNDEFINED_COLUMN = "42703";

    private final PostgresDialect dialect;
    private final RowPath batches;
    private final CopyEncoder encoder = new CopyEncoder();
    private final IdentityHashMap<Layout.Part, Optional<Target>> targets = new IdentityHashMap<>();
    /** What is to be looked at before the commit, by the quoted name of the table. */
    private final Map<String, Target> looks = new LinkedHashMap<>();

    /** A part that rows are copied into. */
    private static final class Target {
        private final CopyEncoder.Plan plan;
        private final String table;
        private final String columns;
        private final List<String> names;
        /** What a temporary table is made for: these columns of exactly these types. */
        private final String purpose;

        /** By which the table is known; null until it was seen. */
        private @Nullable String identity;

        /** Whether columns are named. */
        private boolean isNamed = true;

        Target(CopyEncoder.Plan plan, String table, String columns, Layout.Part part) {
            this.plan = plan;
            this.table = table;
            this.columns = columns;
            this.names =
                    part.columns().stream().map(column -> column.spec().name()).toList();
            this.purpose = table + " "
                    + part.columns().stream().map(Layout.PartColumn::found).toList();
        }

        boolean isSeen() {
            return identity != null;
        }

        /** Takes note of what the table is; whether its columns have the types that are encoded. */
        boolean see(String seenIdentity, List<String> seenNames, List<String> seenTypes) {
            for (int i = 0; i < names.size(); i++) {
                int place = seenNames.indexOf(names.get(i));
                if (place < 0 || !plan.isFor(i, seenTypes.get(place))) {
                    return false;
                }
            }
            identity = seenIdentity;
            isNamed = !seenNames.equals(names);
            return true;
        }

        void forget() {
            identity = null;
            isNamed = true;
        }
    }

    CopyPath(PostgresDialect dialect, RowPath batches) {
        this.dialect = dialect;
        this.batches = batches;
    }

    @Override
    public void begin() {
        looks.clear();
    }

    @Override
    public void prepare(Session session, Layout.Part part, RowOp op) throws SQLException {
        Optional<Target> target = target(part);
        if (op == RowOp.UPSERT && target.isPresent()) {
            temporaryTable(session, target.get());
        }
    }

    @Override
    public void write(Session session, Layout.Part part, RowOp op, List<Row> rows) throws SQLException {
        Optional<Target> target = target(part);
        boolean isCopied = op == RowOp.INSERT || (op == RowOp.UPSERT && rows.size() >= UPSERT_ROWS_MIN);
        if (target.isEmpty() || !isCopied) {
            batches.write(session, part, op, rows);
            return;
        }
        looks.put(target.get().table, target.get());
        if (op == RowOp.INSERT) {
            insert(session, target.get(), rows);
        } else {
            upsert(session, part, target.get(), rows);
        }
    }

    private void insert(Session session, Target target, List<Row> rows) throws SQLException {
        try {
            copy(
                    session,
                    target.isNamed ? target.table + " (" + target.columns + ")" : target.table,
                    target.plan,
                    rows);
        } catch (SQLException refused) {
            // maybe values met columns that are not theirs: the next attempt names them, and tells
            target.forget();
            throw refused;
        }
    }

    private void upsert(Session session, Layout.Part part, Target target, List<Row> rows) throws SQLException {
        String temporary = temporaryTable(session, target);
        if (session.use(temporary)) {
            session.prepared("TRUNCATE " + dialect.quoted(temporary)).execute();
        }
        // it was made with our columns in our order
        copy(session, dialect.quoted(temporary), target.plan, rows);
        session.prepared("INSERT INTO " + target.table + " (" + target.columns + ") SELECT " + target.columns + " FROM "
                        + dialect.quoted(temporary) + dialect.onConflict(part.target()))
                .execute();
    }

    @Override
    public void end(Session session) throws SQLException {
        if (looks.isEmpty()) {
            return;
        }
        Object[] areNew =
                looks.values().stream().map(target -> !target.isSeen()).toArray();
        PreparedStatement statement = session.prepared(LOOK);
        statement.setArray(
                1, session.connection().createArrayOf("text", looks.keySet().toArray()));
        statement.setArray(2, session.connection().createArrayOf("bool", areNew));
        Set<String> changed = new TreeSet<>();
        try (ResultSet seen = statement.executeQuery()) {
            while (seen.next()) {
                Target target = Objects.requireNonNull(looks.get(seen.getString(1)));
                String identity = seen.getString(2);
                boolean isSame = target.isSeen()
                        ? identity.equals(target.identity)
                        : target.see(identity, texts(seen, 3), texts(seen, 4));
                if (!isSame) {
                    target.forget();
                    changed.add(target.table);
                }
            }
        }
        if (!changed.isEmpty()) {
            throw new SQLException("these tables are not what they were: " + changed, UNDEFINED_COLUMN);
        }
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private Optional<Target> target(Layout.Part part) {
        if (targets.size() > 10_000) {
            // layouts that were replaced
            targets.clear();
        }
        return targets.computeIfAbsent(part, fresh -> CopyEncoder.Plan.of(fresh.columns())
                .map(plan -> new Target(plan, dialect.quoted(fresh.name()), columns(fresh), fresh)));
    }

    private String temporaryTable(Session session, Target target) throws SQLException {
        return session.temporaryTable(
                target.purpose,
                name -> "CREATE TEMPORARY TABLE " + dialect.quoted(name) + " ON COMMIT DELETE ROWS AS SELECT "
                        + target.columns + " FROM " + target.table + " WITH NO DATA");
    }

    private String columns(Layout.Part part) {
        return part.columns().stream()
                .map(column -> dialect.quoted(column.spec().name()))
                .collect(Collectors.joining(", "));
    }

    private void copy(Session session, String target, CopyEncoder.Plan plan, List<Row> rows) throws SQLException {
        String sql = "COPY " + target + " FROM STDIN (FORMAT binary)";
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
