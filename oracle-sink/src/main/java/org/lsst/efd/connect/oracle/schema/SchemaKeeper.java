package org.lsst.efd.connect.oracle.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.dialect.Connections;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.FailureKind;
import org.lsst.efd.connect.oracle.dialect.MariaDbDialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.offsets.OffsetsTable;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TableSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the tables, makes and changes them. Definitions run on a connection of their own: in Oracle and MariaDB they
 * commit whatever is open. The catalog is read once for each table, and again only after a change or a failure. Not
 * thread-safe.
 */
public final class SchemaKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaKeeper.class);

    /** Another task may win the race for a change a few times, not for ever. */
    private static final int ROUNDS_MAX = 5;

    private final Dialect dialect;
    private final Connections connections;
    private final Identifiers identifiers;
    private final Evolution evolution;
    private final Map<TableName, Known> tables = new HashMap<>();
    private final Map<TableName, PartitionKeeper> partitions = new HashMap<>();
    private @Nullable Connection connection;

    private record Known(List<ExistingTable> parts, Layout layout) {}

    public SchemaKeeper(Dialect dialect, Connections connections, Identifiers identifiers) {
        this.dialect = dialect;
        this.connections = connections;
        this.identifiers = identifiers;
        this.evolution = new Evolution(dialect, identifiers);
    }

    /** The connection for definitions and the catalog. */
    public Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.connect(Dialect.Purpose.DEFINITIONS);
            connection = open;
        }
        return open;
    }

    /**
     * Makes sure that rows under this spec can be written, and says where.
     *
     * @throws ConnectException if the table would have to be made or changed, and must not be
     */
    public Layout ensure(TableSpec spec) throws SQLException {
        Known known = tables.get(spec.name());
        if (known != null && known.layout().spec().equals(spec)) {
            return known.layout();
        }
        List<ExistingTable> parts = known != null ? known.parts() : read(spec.name());
        for (int round = 0; ; round++) {
            List<Change> changes = evolution.changes(parts, spec);
            if (changes.isEmpty()) {
                Layout layout = Layout.of(spec, parts, dialect);
                tables.put(spec.name(), new Known(parts, layout));
                return layout;
            }
            if (round == ROUNDS_MAX) {
                throw new ConnectException(
                        "table " + spec.name() + " does not become what it was changed to: " + statements(changes));
            }
            apply(spec, changes);
            parts = read(spec.name());
        }
    }

    /** Where rows under this spec stand, if that is known without a look at the database. */
    public Optional<Layout> known(TableSpec spec) {
        return Optional.ofNullable(tables.get(spec.name())).map(Known::layout).filter(layout -> layout.spec()
                .equals(spec));
    }

    /** Makes sure that there are partitions for rows. */
    public void ensurePartitions(Layout layout, List<Row> rows) throws SQLException {
        if (hasOwnPartitions(layout)) {
            for (Layout.Part part : layout.parts()) {
                PartitionKeeper keeper = partitions(part, layout.spec());
                for (Row row : rows) {
                    keeper.ensure(row.timeNs());
                }
            }
        }
    }

    /** Whether there are partitions for rows, as far as is known without a look at the database. */
    public boolean arePartitionsKnown(Layout layout, List<Row> rows) {
        return !hasOwnPartitions(layout)
                || layout.parts().stream()
                        .map(part -> partitions(part, layout.spec()))
                        .allMatch(keeper -> rows.stream().allMatch(row -> keeper.covers(row.timeNs())));
    }

    private static boolean hasOwnPartitions(Layout layout) {
        return layout.mark().isPresent() && Dialect.isPartitioned(layout.spec().policy());
    }

    /** The arrays that tables of ours keep whole, by source path; of the schema that the connection is in. */
    public Map<TableName, Set<String>> wholeArrays() throws SQLException {
        return catalog().wholeArrays();
    }

    private Catalog catalog() throws SQLException {
        return new Catalog(connection(), dialect instanceof MariaDbDialect);
    }

    private List<ExistingTable> read(TableName name) throws SQLException {
        return catalog().parts(name, identifiers);
    }

    private String statements(List<Change> changes) {
        return changes.stream()
                .flatMap(change -> change.statements(dialect).stream())
                .collect(Collectors.joining(";\n"));
    }

    private void apply(TableSpec spec, List<Change> changes) throws SQLException {
        for (Change change : changes) {
            boolean isAllowed = change instanceof Change.Create
                    ? spec.policy().mayCreate()
                    : spec.policy().mayEvolve();
            if (!isAllowed && !(change instanceof Change.Mark)) {
                throw new ConnectException("table " + spec.name() + " is not what the records need; set "
                        + (change instanceof Change.Create ? "auto.create" : "auto.evolve") + "=true, or run:\n"
                        + statements(changes));
            }
            try {
                run(change.statements(dialect));
                LOG.info("Table {}: {}", spec.name(), describe(change));
            } catch (SQLException refused) {
                FailureKind kind = dialect.classify(refused);
                if (kind != FailureKind.SCHEMA && kind != FailureKind.DUPLICATE) {
                    throw refused;
                }
                LOG.info("Table {}: another task was first to change it", spec.name());
                return;
            }
        }
    }

    private static String describe(Change change) {
        if (change instanceof Change.Create create) {
            return "made " + create.table().name() + " with "
                    + create.table().columns().size() + " columns";
        } else if (change instanceof Change.AddColumns add) {
            return add.columns().size() + " columns added to " + add.table();
        }
        return change instanceof Change.Widen widen ? "column " + widen.column().name() + " is wider" : "marked";
    }

    /** Runs definitions, in one transaction where the database has such. */
    void run(List<String> statements) throws SQLException {
        Connection open = connection();
        open.setAutoCommit(false);
        try (Statement statement = open.createStatement()) {
            // a comment may hold braces and question marks
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            open.commit();
        } catch (SQLException refused) {
            open.rollback();
            throw refused;
        } finally {
            open.setAutoCommit(true);
        }
    }

    /** Makes the table of positions where it does not exist. */
    public void ensureOffsets(OffsetsTable offsets) throws SQLException {
        if (!read(offsets.name()).isEmpty()) {
            return;
        }
        try {
            run(List.of(offsets.create()));
            LOG.info("Table {} made", offsets.name());
        } catch (SQLException refused) {
            FailureKind kind = dialect.classify(refused);
            if (kind != FailureKind.SCHEMA && kind != FailureKind.DUPLICATE) {
                throw refused;
            }
            LOG.info("Table {}: another task was first to make it", offsets.name());
        }
    }

    /** The partitions of a table. */
    public PartitionKeeper partitions(Layout.Part part, TableSpec spec) {
        return partitions.computeIfAbsent(
                part.name(), name -> new PartitionKeeper(this, dialect, identifiers, name, spec.policy()));
    }

    /** Reads a table again when it is needed next. */
    public void forget(TableName name) {
        Known known = tables.remove(name);
        if (known != null) {
            known.parts().forEach(part -> partitions.remove(part.name()));
        }
    }

    /** Every table that is known and ours. */
    public List<Layout> layouts() {
        return tables.values().stream().map(Known::layout).toList();
    }

    /** Drops the connection, to be made again; tables stay known. */
    public void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException useless) {
                LOG.debug("Closing a connection failed with SQLSTATE {}", useless.getSQLState());
            }
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
