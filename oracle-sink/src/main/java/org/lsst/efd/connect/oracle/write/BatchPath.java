package org.lsst.efd.connect.oracle.write;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.Dml;
import org.lsst.efd.connect.oracle.dialect.DmlTarget;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;

/** Batches of one prepared statement, which every driver has. Not thread-safe. */
final class BatchPath implements RowPath {
    private static final int CHUNK_ROWS = 5000;
    private static final int CHUNK_VALUES = 2_000_000;

    private final Dialect dialect;
    private final WriteCounts counts;
    private final IdentityHashMap<Layout.Part, Map<RowOp, Compiled>> compiled = new IdentityHashMap<>();

    /** A statement and its columns in the order of its placeholders; null where there is nothing to do. */
    private record Compiled(String sql, List<Layout.PartColumn> binds) {}

    BatchPath(Dialect dialect, WriteCounts counts) {
        this.dialect = dialect;
        this.counts = counts;
    }

    @Override
    public void write(Session session, Layout.Part part, RowOp op, List<Row> rows) throws SQLException {
        Compiled statement = compiled.computeIfAbsent(part, fresh -> new java.util.EnumMap<>(RowOp.class))
                .computeIfAbsent(op, fresh -> compile(part, fresh));
        if (statement.binds().isEmpty()) {
            return;
        }
        int chunk = Math.max(
                1, Math.min(CHUNK_ROWS, CHUNK_VALUES / statement.binds().size()));
        for (int from = 0; from < rows.size(); from += chunk) {
            writeChunk(
                    session.prepared(statement.sql()),
                    statement.binds(),
                    rows.subList(from, Math.min(rows.size(), from + chunk)),
                    op);
        }
    }

    private Compiled compile(Layout.Part part, RowOp op) {
        if (compiled.size() > 10_000) {
            // layouts that were replaced
            compiled.clear();
        }
        DmlTarget target = part.target();
        boolean isKeyOnly = target.key().size() == target.columns().size();
        if (op == RowOp.UPDATE && isKeyOnly) {
            return new Compiled("", List.of());
        }
        Dml dml =
                switch (op) {
                    case INSERT -> dialect.insert(target);
                    case UPSERT -> dialect.upsert(target);
                    case UPDATE -> dialect.update(target);
                    case DELETE -> dialect.delete(target);
                };
        List<Layout.PartColumn> binds = new ArrayList<>();
        dml.binds().forEach(place -> binds.add(part.columns().get(place)));
        return new Compiled(dml.sql(), binds);
    }

    private void writeChunk(PreparedStatement statement, List<Layout.PartColumn> binds, List<Row> rows, RowOp op)
            throws SQLException {
        boolean isDone = false;
        try {
            for (Row row : rows) {
                bind(statement, binds, row);
                statement.addBatch();
            }
            int[] updated = statement.executeBatch();
            isDone = true;
            if (op == RowOp.UPDATE) {
                counts.missing(updated);
            }
        } finally {
            if (!isDone) {
                statement.clearBatch();
            }
        }
    }

    private void bind(PreparedStatement statement, List<Layout.PartColumn> binds, Row row) throws SQLException {
        for (int place = 0; place < binds.size(); place++) {
            Layout.PartColumn column = binds.get(place);
            if (!row.has(column.index())) {
                dialect.bindNull(statement, place + 1, column.spec().type());
            } else if (column.objectIndex() < 0) {
                dialect.bind(statement, place + 1, column.spec().type(), row.number(column.index()));
            } else {
                dialect.bind(statement, place + 1, column.spec().type(), row.object(column.objectIndex()));
            }
        }
    }
}
