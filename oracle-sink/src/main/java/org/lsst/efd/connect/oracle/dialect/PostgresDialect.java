package org.lsst.efd.connect.oracle.dialect;

import static org.lsst.efd.connect.oracle.dialect.CommonSql.columns;
import static org.lsst.efd.connect.oracle.dialect.CommonSql.list;
import static org.lsst.efd.connect.oracle.dialect.CommonSql.literal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.ValueKind;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL 12 and newer. */
public final class PostgresDialect implements Dialect {
    /** NAMEDATALEN - 1: longer names are cut silently, so that two become one. */
    private static final int NAME_MAX = 63;

    /** A row must fit into a page of 8 kB; only values of variable length are moved out, and leave 18 bytes. */
    private static final RowLimits ROW = new RowLimits(1600, 8160, 23, true);

    private static final Pattern COPY_LINE = Pattern.compile("^COPY [^,]*, \\D{1,20}(\\d{1,9})\\b");

    /**
     * COPY takes some kB for each of 1,000 rows, and the C library of Linux gives them back to the kernel and fetches them
     * anew at each COPY, a quarter of its time, until it has seen a large block come and go (mallopt, M_TRIM_THRESHOLD).
     */
    private static final String KEEP_MEMORY = "SELECT length(repeat(' ', 16777216))";

    private static final int TOAST_POINTER_BYTES = 18;

    /** Of longer rows the server tries to move values out, one after the other, a tenth of what it costs to insert them. */
    private static final int TOAST_TUPLE_THRESHOLD = 2032;

    /** Values move out only where the row would not fit into a page otherwise. */
    private static final String KEEP_IN_ROW = " WITH (toast_tuple_target = 8160)";

    /** Of a value in binary form that has too few or too many bytes for the type of its column. */
    private static final Set<String> WRONG_LENGTH = Set.of("08P01", "22P03");

    private static final String TYPE_MISMATCH = "42804";

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Connection connect(Endpoint endpoint, Purpose purpose) throws SQLException {
        Connection connection = new org.postgresql.Driver()
                .connect(
                        endpoint.url(),
                        endpoint.driverProperties(Map.of(
                                "reWriteBatchedInserts", "true",
                                "ApplicationName", "efd-connect oracle-sink",
                                "connectTimeout", "10",
                                "socketTimeout", "120",
                                "tcpKeepAlive", "true")));
        try (Statement statement = connection.createStatement()) {
            if (purpose == Purpose.DEFINITIONS) {
                // an ALTER that waits for a lock keeps all who come later waiting, too
                statement.execute("SET lock_timeout = '60s'");
            } else {
                // whatever the server's default: what others have committed meanwhile must be seen
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                statement.execute(KEEP_MEMORY);
                connection.setAutoCommit(false);
            }
        }
        return connection;
    }

    @Override
    public FailureKind classify(SQLException failure) {
        return PostgresFailures.classify(failure);
    }

    @Override
    public String describe(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        String column = message == null ? null : message.getColumn();
        return "SQLSTATE " + failure.getSQLState() + (column == null ? "" : ", column " + column);
    }

    /** COPY tells the line, which is the row, behind the name of the table, in whatever language the server speaks. */
    @Override
    public OptionalInt refusedRow(SQLException refused) {
        ServerErrorMessage message = refused instanceof PSQLException known ? known.getServerErrorMessage() : null;
        String where = message == null ? null : message.getWhere();
        Matcher line = COPY_LINE.matcher(where == null ? "" : where);
        return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1)) - 1) : OptionalInt.empty();
    }

    @Override
    public Identifiers.Folding folding() {
        return Identifiers.Folding.LOWER;
    }

    @Override
    public int identifierMax() {
        return NAME_MAX;
    }

    @Override
    public boolean areColumnNamesCaseless() {
        return false;
    }

    @Override
    public String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    @Override
    public RowLimits rowLimits() {
        return ROW;
    }

    @Override
    public int rowBytes(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 1;
            case INT8, INT16 -> 2;
            case INT32, FLOAT32, DATE -> 4;
            case INT64, FLOAT64, TIME, TIMESTAMP -> 8;
            default -> TOAST_POINTER_BYTES;
        };
    }

    @Override
    public int textMax(int wanted) {
        return 0;
    }

    @Override
    public int textMaxBytes() {
        return 0;
    }

    @Override
    public boolean refusesNul() {
        return true;
    }

    @Override
    public boolean isEmptyTextNull() {
        return false;
    }

    @Override
    public boolean hasNonfinite() {
        return true;
    }

    @Override
    public boolean hasArrays() {
        return true;
    }

    @Override
    public int timestampDigits() {
        return 6;
    }

    @Override
    public String typeName(ColumnType type) {
        if (!type.sql().isEmpty()) {
            return type.sql();
        }
        return switch (type.kind()) {
            case INT8, INT16 -> "smallint";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIME -> "time(" + type.size() + ")";
            case TIMESTAMP -> "timestamp(" + Math.min(6, type.size()) + ")";
            case TEXT -> "text";
            case KEY_TEXT -> "varchar(255)";
            case JSON -> "jsonb";
            case BYTES, LONG_BYTES -> "bytea";
            case DECIMAL -> "numeric(" + type.size() + "," + type.scale() + ")";
            case ARRAY -> typeName(ColumnType.of(type.element())) + "[]";
        };
    }

    @Override
    public Optional<ColumnType> typeOf(CatalogColumn column) {
        return Optional.ofNullable(
                switch (column.typeName()) {
                    case "int2", "smallserial" -> ColumnType.of(ValueKind.INT16);
                    case "int4", "serial" -> ColumnType.of(ValueKind.INT32);
                    case "int8", "bigserial" -> ColumnType.of(ValueKind.INT64);
                    case "float4" -> ColumnType.of(ValueKind.FLOAT32);
                    case "float8" -> ColumnType.of(ValueKind.FLOAT64);
                    case "bool" -> ColumnType.of(ValueKind.BOOLEAN);
                    case "date" -> ColumnType.of(ValueKind.DATE);
                    case "time" -> ColumnType.time(column.scale());
                    case "timestamp" -> ColumnType.timestamp(column.scale());
                    case "text" -> ColumnType.text(0);
                    case "varchar" -> column.size() == 255 ? ColumnType.keyText() : null;
                    case "jsonb" -> ColumnType.of(ValueKind.JSON);
                    case "bytea" -> ColumnType.of(ValueKind.BYTES);
                    case "numeric" -> ColumnType.decimal(column.size(), column.scale());
                    case "_int2" -> ColumnType.array(ValueKind.INT16);
                    case "_int4" -> ColumnType.array(ValueKind.INT32);
                    case "_int8" -> ColumnType.array(ValueKind.INT64);
                    case "_float4" -> ColumnType.array(ValueKind.FLOAT32);
                    case "_float8" -> ColumnType.array(ValueKind.FLOAT64);
                    case "_bool" -> ColumnType.array(ValueKind.BOOLEAN);
                    case "_text" -> ColumnType.array(ValueKind.TEXT);
                    default -> null;
                });
    }

    @Override
    public List<String> create(NewTable table) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(definition(column)));
        if (!table.key().isEmpty()) {
            parts.add(
                    "CONSTRAINT " + quoted(table.keyName()) + " PRIMARY KEY (" + list(table.key(), this::quoted) + ")");
        }
        StringBuilder sql = new StringBuilder("CREATE TABLE ")
                .append(quoted(table.name()))
                .append(" (")
                .append(String.join(", ", parts))
                .append(')');
        List<String> statements = new ArrayList<>();
        String time = table.policy().timestampColumn().map(this::quoted).orElse("");
        boolean isPartitioned = Dialect.isPartitioned(table.policy());
        if (isPartitioned) {
            sql.append(" PARTITION BY RANGE (").append(time).append(')');
        }
        if (!table.policy().options().isEmpty()) {
            sql.append(' ').append(table.policy().options());
        } else if (!isPartitioned && isWide(table.columns())) {
            sql.append(KEEP_IN_ROW);
        }
        statements.add(sql.toString());
        if (isPartitioned) {
            statements.add("CREATE INDEX ON " + quoted(table.name()) + " USING brin (" + time + ")");
        }
        statements.add(comment(table.name(), table.comment()));
        statements.addAll(comments(table.name(), table.columns()));
        return statements;
    }

    /** Whether each row is longer than the server likes, even when all values of variable length are moved out of it. */
    private boolean isWide(List<ColumnSpec> columns) {
        return columns.stream().mapToLong(column -> rowBytes(column.type())).sum() > TOAST_TUPLE_THRESHOLD;
    }

    private String definition(ColumnSpec column) {
        return quoted(column.name()) + " " + typeName(column.type()) + (column.isKey() ? " NOT NULL" : "");
    }

    private List<String> comments(TableName table, List<ColumnSpec> columns) {
        return columns.stream()
                .filter(column -> !column.comment().isEmpty())
                .map(column -> "COMMENT ON COLUMN " + quoted(table) + "." + quoted(column.name()) + " IS "
                        + literal(column.comment()))
                .toList();
    }

    @Override
    public List<String> addColumns(TableName table, List<ColumnSpec> columns) {
        List<String> statements = new ArrayList<>();
        statements.add(
                "ALTER TABLE " + quoted(table) + " " + list(columns, column -> "ADD COLUMN " + nullable(column)));
        statements.addAll(comments(table, columns));
        return statements;
    }

    private String nullable(ColumnSpec column) {
        return quoted(column.name()) + " " + typeName(column.type());
    }

    @Override
    public List<String> widen(TableName table, ColumnSpec column) {
        return List.of("ALTER TABLE " + quoted(table) + " ALTER COLUMN " + quoted(column.name()) + " TYPE "
                + typeName(column.type()));
    }

    @Override
    public String comment(TableName table, String comment) {
        return "COMMENT ON TABLE " + quoted(table) + " IS " + literal(comment);
    }

    @Override
    public Optional<Partitions> partitions() {
        return Optional.of(new PostgresPartitions(this));
    }

    @Override
    public Dml insert(DmlTarget target) {
        return CommonSql.insert(this, target);
    }

    @Override
    public Dml upsert(DmlTarget target) {
        Dml insert = insert(target);
        return new Dml(insert.sql() + onConflict(target), insert.binds());
    }

    /** What follows an insert that is to replace rows of the same key. */
    public String onConflict(DmlTarget target) {
        String key = " ON CONFLICT (" + columns(this, target, target.key()) + ")";
        return target.others().isEmpty()
                ? key + " DO NOTHING"
                : key + " DO UPDATE SET "
                        + list(target.others(), index -> {
                            String column = quoted(target.columns().get(index).name());
                            return column + " = EXCLUDED." + column;
                        });
    }

    /** Runs a {@code COPY … FROM STDIN}; it is given up where the content cannot be sent. */
    public void copy(Connection connection, String sql, CopyContent content) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            content.sendTo((bytes, length) -> copy.writeToCopy(bytes, 0, length));
            copy.endCopy();
        } catch (PSQLException refused) {
            // the server says so of a message that it has read, and goes on: the connection is sound
            boolean isAnswer = refused.getServerErrorMessage() != null;
            if (isAnswer && WRONG_LENGTH.contains(String.valueOf(refused.getSQLState()))) {
                throw new SQLException("a column has another type than it had", TYPE_MISMATCH, refused);
            }
            throw refused;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    @Override
    public void bind(PreparedStatement statement, int place, ColumnType type, long value) throws SQLException {
        Binds.number(statement, place, type.kind(), value);
    }

    @Override
    public void bind(PreparedStatement statement, int place, ColumnType type, Object value) throws SQLException {
        if (value instanceof List<?> elements) {
            String element = typeName(ColumnType.of(type.element()));
            String driverName = element.equals("double precision") ? "float8" : element;
            statement.setArray(place, statement.getConnection().createArrayOf(driverName, elements.toArray()));
        } else if (type.kind() == ValueKind.JSON) {
            statement.setObject(place, value, Types.OTHER);
        } else {
            Binds.object(statement, place, value);
        }
    }

    @Override
    public void bindNull(PreparedStatement statement, int place, ColumnType type) throws SQLException {
        statement.setNull(place, type.kind() == ValueKind.JSON ? Types.OTHER : Binds.jdbcType(type.kind()));
    }
}
