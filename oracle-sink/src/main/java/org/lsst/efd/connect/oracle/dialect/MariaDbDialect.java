package org.lsst.efd.connect.oracle.dialect;

import static org.lsst.efd.connect.oracle.dialect.CommonSql.list;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** MariaDB 10.5 and newer. */
public final class MariaDbDialect implements Dialect {
    private static final int COMMENT_MAX = 1024;

    /**
     * Of a definition: names and comments of the columns, and 18 bytes for each. Found by trial: 65,247 with version
     * 10.11, beyond which it says "too many columns".
     */
    private static final int DEFINITION_MAX = 65_000;

    private static final int NAME_BYTES = 18;

    /** A row must fit into half a page of InnoDB: of 1,000 doubles 996 do. */
    private static final RowLimits ROW = new RowLimits(1017, 8117, 24, DEFINITION_MAX, NAME_BYTES, false);

    private static final int LOB_POINTER_BYTES = 21;
    private static final int KEY_TEXT_BYTES = 768;

    @Override
    public String name() {
        return "MariaDB";
    }

    @Override
    public Connection connect(Endpoint endpoint, Purpose purpose) throws SQLException {
        Map<String, String> ours = new HashMap<>(Map.of(
                "connectTimeout", "10000",
                "socketTimeout", "120000",
                "tcpKeepAlive", "true",
                "tinyInt1isBit", "false",
                "prepStmtCacheSize", Integer.toString(endpoint.statementCache())));
        switch (purpose) {
            case INSERTS -> ours.put("rewriteBatchedStatements", "true");
            case CHANGES -> ours.putAll(Map.of("useServerPrepStmts", "true", "useBulkStmts", "true"));
            case DEFINITIONS -> {}
        }
        Connection connection = new org.mariadb.jdbc.Driver().connect(endpoint.url(), endpoint.driverProperties(ours));
        try (Statement statement = connection.createStatement()) {
            // without the strict mode values are cut silently
            statement.execute(
                    "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'");
            if (purpose == Purpose.DEFINITIONS) {
                statement.execute("SET SESSION lock_wait_timeout = 60");
            }
        }
        connection.setAutoCommit(purpose == Purpose.DEFINITIONS);
        return connection;
    }

    @Override
    public FailureKind classify(SQLException failure) {
        return MariaDbFailures.classify(failure);
    }

    @Override
    public Identifiers.Folding folding() {
        return Identifiers.Folding.LOWER;
    }

    @Override
    public int identifierMax() {
        return 64;
    }

    @Override
    public boolean areColumnNamesCaseless() {
        return true;
    }

    @Override
    public String quoted(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    @Override
    public RowLimits rowLimits() {
        return ROW;
    }

    @Override
    public int rowBytes(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN, INT8 -> 1;
            case INT16 -> 2;
            case INT32, FLOAT32, DATE -> 4;
            case INT64, FLOAT64, TIME, TIMESTAMP -> 8;
            case KEY_TEXT -> KEY_TEXT_BYTES;
            case DECIMAL -> 30;
            case TEXT, JSON, BYTES, LONG_BYTES, ARRAY -> LOB_POINTER_BYTES;
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
        return false;
    }

    @Override
    public boolean isEmptyTextNull() {
        return false;
    }

    @Override
    public boolean hasNonfinite() {
        return false;
    }

    @Override
    public boolean hasArrays() {
        return false;
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
            case INT8 -> "TINYINT";
            case INT16 -> "SMALLINT";
            case INT32 -> "INT";
            case INT64 -> "BIGINT";
            case FLOAT32 -> "FLOAT";
            case FLOAT64 -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIME -> "TIME(" + type.size() + ")";
            // TIMESTAMP ends in 2038 and cannot be the key of partitions
            case TIMESTAMP -> "DATETIME(" + Math.min(6, type.size()) + ")";
            case TEXT -> "TEXT";
            // binary and without padding: 'a', 'A' and 'a ' are three keys
            case KEY_TEXT -> "VARCHAR(255) COLLATE utf8mb4_nopad_bin";
            case JSON, ARRAY -> "LONGTEXT";
            case BYTES, LONG_BYTES -> "LONGBLOB";
            case DECIMAL -> "DECIMAL(" + Math.min(65, type.size()) + "," + Math.min(30, type.scale()) + ")";
        };
    }

    @Override
    public Optional<ColumnType> typeOf(CatalogColumn column) {
        return Optional.ofNullable(
                switch (column.typeName().toUpperCase(java.util.Locale.ROOT)) {
                    case "TINYINT" -> ColumnType.of(ValueKind.INT8);
                    case "SMALLINT" -> ColumnType.of(ValueKind.INT16);
                    case "INT", "INTEGER" -> ColumnType.of(ValueKind.INT32);
                    case "BIGINT" -> ColumnType.of(ValueKind.INT64);
                    case "FLOAT" -> ColumnType.of(ValueKind.FLOAT32);
                    case "DOUBLE" -> ColumnType.of(ValueKind.FLOAT64);
                    case "DECIMAL" -> ColumnType.decimal(column.size(), column.scale());
                    case "TEXT" -> ColumnType.text(0);
                    default -> null;
                });
    }

    @Override
    public List<String> create(NewTable table) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(definition(column)));
        if (!table.key().isEmpty()) {
            parts.add("PRIMARY KEY (" + list(table.key(), this::quoted) + ")");
        }
        StringBuilder sql = new StringBuilder("CREATE TABLE ")
                .append(quoted(table.name()))
                .append(" (")
                .append(String.join(", ", parts))
                .append(") ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT=")
                .append(literal(table.comment()));
        if (!table.policy().options().isEmpty()) {
            sql.append(' ').append(table.policy().options());
        }
        if (Dialect.isPartitioned(table.policy())) {
            sql.append(" PARTITION BY RANGE COLUMNS(")
                    .append(table.policy().timestampColumn().map(this::quoted).orElse(""))
                    .append(") (PARTITION `p0` VALUES LESS THAN ('")
                    .append(table.policy().start())
                    .append("'))");
        }
        return List.of(sql.toString());
    }

    private String definition(ColumnSpec column) {
        return quoted(column.name()) + " " + typeName(column.type()) + (column.isKey() ? " NOT NULL" : " NULL")
                + (column.comment().isEmpty() ? "" : " COMMENT " + literal(column.comment()));
    }

    /** A backslash escapes in literals, unlike elsewhere. */
    private static String literal(String text) {
        int end = text.offsetByCodePoints(0, Math.min(COMMENT_MAX, text.codePointCount(0, text.length())));
        return CommonSql.literal(text.substring(0, end).replace("\\", "\\\\"));
    }

    @Override
    public List<String> addColumns(TableName table, List<ColumnSpec> columns) {
        return List.of("ALTER TABLE " + quoted(table) + " "
                + list(
                        columns,
                        column -> "ADD COLUMN "
                                + definition(new ColumnSpec(column.name(), column.type(), false, column.comment()))));
    }

    @Override
    public List<String> widen(TableName table, ColumnSpec column) {
        return List.of("ALTER TABLE " + quoted(table) + " MODIFY COLUMN " + definition(column));
    }

    @Override
    public String comment(TableName table, String comment) {
        return "ALTER TABLE " + quoted(table) + " COMMENT=" + literal(comment);
    }

    /** Many at once go as one command, which has one count for all. */
    @Override
    public boolean countsRowsOfBatch() {
        return false;
    }

    @Override
    public Optional<Partitions> partitions() {
        return Optional.of(new MariaDbPartitions(this));
    }

    @Override
    public Dml insert(DmlTarget target) {
        return CommonSql.insert(this, target);
    }

    /** Never {@code INSERT IGNORE}, which hides errors, nor {@code REPLACE}, which deletes. */
    @Override
    public Dml upsert(DmlTarget target) {
        Dml insert = insert(target);
        List<Integer> assigned = target.others().isEmpty() ? target.key().subList(0, 1) : target.others();
        return new Dml(
                insert.sql() + " ON DUPLICATE KEY UPDATE "
                        + list(assigned, index -> {
                            String column = quoted(target.columns().get(index).name());
                            return column + " = VALUES(" + column + ")";
                        }),
                insert.binds());
    }

    @Override
    public void bind(PreparedStatement statement, int place, ColumnType type, long value) throws SQLException {
        Binds.number(statement, place, type.kind(), value);
    }

    @Override
    public void bind(PreparedStatement statement, int place, ColumnType type, Object value) throws SQLException {
        Binds.object(statement, place, value);
    }

    @Override
    public void bindNull(PreparedStatement statement, int place, ColumnType type) throws SQLException {
        statement.setNull(place, Binds.jdbcType(type.kind()));
    }
}
