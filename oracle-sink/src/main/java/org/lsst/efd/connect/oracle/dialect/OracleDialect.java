package org.lsst.efd.connect.oracle.dialect;

import static org.lsst.efd.connect.oracle.dialect.CommonSql.columns;
import static org.lsst.efd.connect.oracle.dialect.CommonSql.list;
import static org.lsst.efd.connect.oracle.dialect.CommonSql.literal;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import oracle.jdbc.OraclePreparedStatement;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.ValueKind;

/**
 * Oracle 19c and newer, and H2 in its Oracle mode, which lacks partitions.
 *
 * <p>No Oracle server was at hand where this was written: its statements are held to golden files, two parsers and H2.
 */
public final class OracleDialect implements Dialect {
    private static final int TEXT_MAX = 4000;
    private static final String DEFAULT_OPTIONS = "SEGMENT CREATION DEFERRED PCTFREE 0 STORAGE (INITIAL 64K NEXT 1M)";
    private static final RowLimits ROW = new RowLimits(1000, Integer.MAX_VALUE, 0, false);

    private final boolean isH2;

    OracleDialect(boolean isH2) {
        this.isH2 = isH2;
    }

    @Override
    public String name() {
        return isH2 ? "H2" : "Oracle";
    }

    @Override
    public Connection connect(Endpoint endpoint, Purpose purpose) throws SQLException {
        Connection connection = isH2 ? connectToH2(endpoint) : connectToOracle(endpoint);
        connection.setAutoCommit(purpose == Purpose.DEFINITIONS);
        return connection;
    }

    private static Connection connectToH2(Endpoint endpoint) throws SQLException {
        return new org.h2.Driver().connect(endpoint.url(), endpoint.driverProperties(Map.of()));
    }

    private static Connection connectToOracle(Endpoint endpoint) throws SQLException {
        Connection connection = new oracle.jdbc.OracleDriver()
                .connect(
                        endpoint.url(),
                        endpoint.driverProperties(Map.of(
                                "oracle.net.CONNECT_TIMEOUT", "10000",
                                "oracle.jdbc.ReadTimeout", "120000",
                                "oracle.jdbc.timezoneAsRegion", "false",
                                "oracle.jdbc.implicitStatementCacheSize", Integer.toString(endpoint.statementCache()),
                                "remarksReporting", "true")));
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER SESSION SET TIME_ZONE = '+00:00'");
        }
        return connection;
    }

    @Override
    public FailureKind classify(SQLException failure) {
        return isH2 ? H2Failures.classify(failure) : OracleFailures.classify(failure);
    }

    @Override
    public String describe(SQLException failure) {
        return isH2
                ? "SQLSTATE " + failure.getSQLState()
                : String.format(Locale.ROOT, "ORA-%05d", failure.getErrorCode());
    }

    @Override
    public boolean releasesSavepoints() {
        return isH2;
    }

    @Override
    public Identifiers.Folding folding() {
        return Identifiers.Folding.UPPER;
    }

    @Override
    public int identifierMax() {
        return 128;
    }

    @Override
    public boolean areColumnNamesCaseless() {
        return false;
    }

    @Override
    public String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "") + "\"";
    }

    @Override
    public RowLimits rowLimits() {
        return ROW;
    }

    @Override
    public int rowBytes(ColumnType type) {
        return 0;
    }

    @Override
    public int textMax(int wanted) {
        return wanted;
    }

    @Override
    public int textMaxBytes() {
        return TEXT_MAX;
    }

    @Override
    public boolean refusesNul() {
        return false;
    }

    @Override
    public boolean isEmptyTextNull() {
        return true;
    }

    @Override
    public boolean hasNonfinite() {
        return true;
    }

    @Override
    public boolean hasArrays() {
        return false;
    }

    @Override
    public int timestampDigits() {
        return 9;
    }

    @Override
    public String typeName(ColumnType type) {
        if (!type.sql().isEmpty()) {
            return type.sql();
        }
        return switch (type.kind()) {
            case INT8 -> "NUMBER(3,0)";
            case INT16 -> "NUMBER(5,0)";
            case INT32 -> "NUMBER(10,0)";
            case INT64 -> "NUMBER(19,0)";
            case FLOAT32 -> "BINARY_FLOAT";
            case FLOAT64 -> "BINARY_DOUBLE";
            case BOOLEAN -> "NUMBER(1,0)";
            case DATE -> "DATE";
            case TIME, TIMESTAMP -> "TIMESTAMP(" + type.size() + ")";
            case TEXT, KEY_TEXT -> "VARCHAR2(" + Math.min(TEXT_MAX, type.size()) + " CHAR)";
            case JSON, ARRAY -> "CLOB";
            case BYTES -> "RAW(2000)";
            case LONG_BYTES -> "BLOB";
            case DECIMAL -> "NUMBER(" + type.size() + "," + type.scale() + ")";
        };
    }

    @Override
    public Optional<ColumnType> typeOf(CatalogColumn column) {
        String typeName = column.typeName().toUpperCase(Locale.ROOT);
        if (typeName.startsWith("TIMESTAMP")) {
            return Optional.of(ColumnType.timestamp(column.scale()));
        }
        return Optional.ofNullable(
                switch (typeName) {
                    case "NUMBER", "NUMERIC", "DECIMAL" -> number(column.size(), column.scale());
                    case "BINARY_FLOAT", "REAL" -> ColumnType.of(ValueKind.FLOAT32);
                    case "BINARY_DOUBLE", "DOUBLE PRECISION" -> ColumnType.of(ValueKind.FLOAT64);
                    case "VARCHAR2", "CHARACTER VARYING" -> ColumnType.text(column.size());
                    case "RAW", "BINARY VARYING" -> ColumnType.of(ValueKind.BYTES);
                    case "CLOB", "CHARACTER LARGE OBJECT" -> ColumnType.of(ValueKind.JSON);
                    case "BLOB", "BINARY LARGE OBJECT" -> ColumnType.of(ValueKind.LONG_BYTES);
                    default -> null;
                });
    }

    private static ColumnType number(int size, int scale) {
        if (scale != 0) {
            return ColumnType.decimal(size, scale);
        }
        return switch (size) {
            case 1 -> ColumnType.of(ValueKind.BOOLEAN);
            case 3 -> ColumnType.of(ValueKind.INT8);
            case 5 -> ColumnType.of(ValueKind.INT16);
            case 10 -> ColumnType.of(ValueKind.INT32);
            case 19 -> ColumnType.of(ValueKind.INT64);
            default -> ColumnType.decimal(size, 0);
        };
    }

    @Override
    public List<String> create(NewTable table) {
        boolean isPartitioned = !isH2 && Dialect.isPartitioned(table.policy());
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(definition(column) + (column.isKey() ? " NOT NULL" : "")));
        if (!table.key().isEmpty()) {
            parts.add("CONSTRAINT " + quoted(table.keyName()) + " PRIMARY KEY (" + list(table.key(), this::quoted) + ")"
                    + (isPartitioned ? " USING INDEX LOCAL" : ""));
        }
        StringBuilder sql = new StringBuilder("CREATE TABLE ")
                .append(quoted(table.name()))
                .append(" (")
                .append(String.join(", ", parts))
                .append(')');
        String wanted = table.policy().options();
        String options = wanted.isEmpty() && !isH2 ? DEFAULT_OPTIONS : wanted;
        if (!options.isEmpty()) {
            sql.append(' ').append(options);
        }
        if (isPartitioned) {
            sql.append(partitionClause(table));
        }
        List<String> statements = new ArrayList<>();
        statements.add(sql.toString());
        statements.add(comment(table.name(), table.comment()));
        statements.addAll(comments(table.name(), table.columns()));
        return statements;
    }

    private String partitionClause(NewTable table) {
        String interval =
                switch (table.policy().interval()) {
                    case DAY -> "NUMTODSINTERVAL(1, 'DAY')";
                    case MONTH, NONE -> "NUMTOYMINTERVAL(1, 'MONTH')";
                    case YEAR -> "NUMTOYMINTERVAL(1, 'YEAR')";
                };
        return " PARTITION BY RANGE ("
                + table.policy().timestampColumn().map(this::quoted).orElse("") + ") INTERVAL (" + interval
                + ") (PARTITION \"" + OraclePartitions.FIRST + "\" VALUES LESS THAN (TIMESTAMP '"
                + table.policy().start() + " 00:00:00'))";
    }

    private String definition(ColumnSpec column) {
        return quoted(column.name()) + " " + typeName(column.type());
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
        statements.add("ALTER TABLE " + quoted(table) + " ADD (" + list(columns, this::definition) + ")");
        statements.addAll(comments(table, columns));
        return statements;
    }

    @Override
    public List<String> widen(TableName table, ColumnSpec column) {
        return List.of(
                isH2
                        ? "ALTER TABLE " + quoted(table) + " ALTER COLUMN " + quoted(column.name()) + " SET DATA TYPE "
                                + typeName(column.type())
                        : "ALTER TABLE " + quoted(table) + " MODIFY (" + definition(column) + ")");
    }

    @Override
    public String comment(TableName table, String comment) {
        return "COMMENT ON TABLE " + quoted(table) + " IS " + literal(comment);
    }

    @Override
    public Optional<Partitions> partitions() {
        return isH2 ? Optional.empty() : Optional.of(new OraclePartitions(this));
    }

    @Override
    public Dml insert(DmlTarget target) {
        return CommonSql.insert(this, target);
    }

    /** Large objects stay out of the source of the merge: Oracle refuses long texts there (ORA-01461). */
    @Override
    public Dml upsert(DmlTarget target) {
        List<Integer> lobs =
                target.all().stream().filter(index -> isLob(target, index)).toList();
        List<Integer> plain =
                target.all().stream().filter(index -> !lobs.contains(index)).toList();
        List<Integer> others = target.others();
        List<Integer> binds = new ArrayList<>(plain);
        StringBuilder sql =
                new StringBuilder("MERGE INTO ").append(quoted(target.name())).append(" t USING (SELECT ");
        sql.append(list(
                plain,
                index -> "CAST(? AS " + castType(target.columns().get(index).type()) + ") " + column(target, index)));
        sql.append(" FROM DUAL) s ON (");
        sql.append(String.join(
                " AND ",
                target.key().stream()
                        .map(index -> "t." + column(target, index) + " = s." + column(target, index))
                        .toList()));
        sql.append(')');
        if (!others.isEmpty()) {
            sql.append(" WHEN MATCHED THEN UPDATE SET ");
            sql.append(list(others, index -> "t." + column(target, index) + " = " + source(target, index, lobs)));
            others.stream().filter(lobs::contains).forEach(binds::add);
        }
        sql.append(" WHEN NOT MATCHED THEN INSERT (").append(columns(this, target, target.all()));
        sql.append(") VALUES (")
                .append(list(target.all(), index -> source(target, index, lobs)))
                .append(')');
        binds.addAll(lobs);
        return new Dml(sql.toString(), binds);
    }

    private String column(DmlTarget target, int index) {
        return quoted(target.columns().get(index).name());
    }

    private String source(DmlTarget target, int index, List<Integer> lobs) {
        return lobs.contains(index) ? "?" : "s." + column(target, index);
    }

    /** A cast to a shorter text would cut it silently. */
    private String castType(ColumnType type) {
        boolean isText = type.sql().isEmpty() && (type.kind() == ValueKind.TEXT || type.kind() == ValueKind.KEY_TEXT);
        return isText ? "VARCHAR2(" + TEXT_MAX + " CHAR)" : typeName(type);
    }

    private boolean isLob(DmlTarget target, int index) {
        return isLob(target.columns().get(index).type());
    }

    private boolean isLob(ColumnType type) {
        return typeName(type).toUpperCase(Locale.ROOT).contains("LOB");
    }

    @Override
    public void bind(PreparedStatement statement, int place, ColumnType type, long value) throws SQLException {
        switch (type.kind()) {
            case BOOLEAN -> statement.setInt(place, (int) value);
            case TIME -> statement.setObject(place, LocalTime.ofNanoOfDay(value).atDate(LocalDate.EPOCH));
            case DATE -> statement.setObject(place, LocalDate.ofEpochDay(value).atStartOfDay());
            case FLOAT32, FLOAT64 -> bindFloat(statement, place, type.kind(), value);
            default -> Binds.number(statement, place, type.kind(), value);
        }
    }

    /** The plain setters of the driver bind a NUMBER, which has no NaN and no 1e300. */
    private void bindFloat(PreparedStatement statement, int place, ValueKind kind, long bits) throws SQLException {
        if (isH2) {
            Binds.number(statement, place, kind, bits);
        } else if (kind == ValueKind.FLOAT32) {
            statement.unwrap(OraclePreparedStatement.class).setBinaryFloat(place, (float)
                    Double.longBitsToDouble(bits));
        } else {
            statement.unwrap(OraclePreparedStatement.class).setBinaryDouble(place, Double.longBitsToDouble(bits));
        }
    }

    @Override
    public void bind(PreparedStatement statement, int place, ColumnType type, Object value) throws SQLException {
        if (value instanceof String text && isLob(type)) {
            statement.setCharacterStream(place, new StringReader(text), text.length());
        } else if (value instanceof byte[] bytes && isLob(type)) {
            statement.setBinaryStream(place, new ByteArrayInputStream(bytes), bytes.length);
        } else {
            Binds.object(statement, place, value);
        }
    }

    @Override
    public void bindNull(PreparedStatement statement, int place, ColumnType type) throws SQLException {
        statement.setNull(place, nullType(type));
    }

    private int nullType(ColumnType type) {
        if (isLob(type)) {
            return type.kind() == ValueKind.LONG_BYTES || type.kind() == ValueKind.BYTES ? Types.BLOB : Types.CLOB;
        }
        return switch (type.kind()) {
            case BOOLEAN, INT8, INT16, INT32, INT64, DECIMAL -> Types.NUMERIC;
            case FLOAT32 -> isH2 ? Types.REAL : oracle.jdbc.OracleTypes.BINARY_FLOAT;
            case FLOAT64 -> isH2 ? Types.DOUBLE : oracle.jdbc.OracleTypes.BINARY_DOUBLE;
            case DATE, TIME, TIMESTAMP -> Types.TIMESTAMP;
            default -> Binds.jdbcType(type.kind());
        };
    }
}
