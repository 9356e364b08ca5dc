package org.lsst.efd.connect.oracle.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TablePolicy;

/**
 * What one database calls things, and what it can do. Immutable; its statements are a pure function of what they are made
 * for, and hold names in quotes, which {@link Identifiers} have made harmless.
 */
public sealed interface Dialect permits OracleDialect, PostgresDialect, MariaDbDialect {
    /** For messages and logs. */
    String name();

    // -- connections

    /** A connection, set up for its purpose, with automatic commit off for data and on for definitions. */
    Connection connect(Endpoint endpoint, Purpose purpose) throws SQLException;

    /** What a failure means. */
    FailureKind classify(SQLException failure);

    /** The code of a failure, with the column where the driver names it; never its text, which holds values. */
    default String describe(SQLException failure) {
        return "SQLSTATE " + failure.getSQLState() + ", code " + failure.getErrorCode();
    }

    /** Whether savepoints can be released. */
    default boolean releasesSavepoints() {
        return true;
    }

    // -- names and limits

    /** How the database folds names without quotes, so that ours work without them too. */
    Identifiers.Folding folding();

    /** Longest name, where the driver does not tell. */
    int identifierMax();

    /** Whether column names that differ in case only are the same. */
    boolean areColumnNamesCaseless();

    /** A name in quotes. */
    String quoted(String identifier);

    /** A table in quotes, with its schema. */
    default String quoted(TableName table) {
        return table.schema().map(schema -> quoted(schema) + ".").orElse("") + quoted(table.name());
    }

    RowLimits rowLimits();

    /** Which of the rows of a statement was refused, counted from 0, as far as the server tells. */
    default OptionalInt refusedRow(SQLException refused) {
        return OptionalInt.empty();
    }

    /** Bytes that a column takes of the limit of a row, whatever its value. */
    int rowBytes(ColumnType type);

    // -- types

    /** What a text column may hold: characters, where the user says nothing; 0 for any number. */
    int textMax(int wanted);

    /** Bytes of a text in UTF-8; 0 for any number. */
    int textMaxBytes();

    boolean refusesNul();

    boolean isEmptyTextNull();

    boolean hasNonfinite();

    boolean hasArrays();

    int timestampDigits();

    /** The words for a type. */
    String typeName(ColumnType type);

    /** The type that these words stand for; empty where it is none of ours. */
    Optional<ColumnType> typeOf(CatalogColumn column);

    // -- definitions

    /** Statements that make a table, its comments, and its partitions but for those made later. */
    List<String> create(NewTable table);

    /** Statements that add columns. */
    List<String> addColumns(TableName table, List<ColumnSpec> columns);

    /** Statements that make a column wider. */
    List<String> widen(TableName table, ColumnSpec column);

    /** Statement that sets the comment of a table. */
    String comment(TableName table, String comment);

    /** How partitions of time are made and dropped; empty where the database has none. */
    Optional<Partitions> partitions();

    // -- rows

    Dml insert(DmlTarget target);

    Dml upsert(DmlTarget target);

    /** Only for targets with columns beside the key. */
    default Dml update(DmlTarget target) {
        return CommonSql.update(this, target);
    }

    default Dml delete(DmlTarget target) {
        return CommonSql.delete(this, target);
    }

    /** Binds a number, as rows keep it. */
    void bind(PreparedStatement statement, int place, ColumnType type, long value) throws SQLException;

    /** Binds an object, as rows keep it. */
    void bind(PreparedStatement statement, int place, ColumnType type, Object value) throws SQLException;

    /** Binds NULL; the type of a placeholder never varies between the rows of a batch. */
    void bindNull(PreparedStatement statement, int place, ColumnType type) throws SQLException;

    // -- positions

    /** Whether a batch of updates tells of each how many rows it has changed. */
    default boolean countsRowsOfBatch() {
        return true;
    }

    /** Statement that makes the table of positions, with the columns that it names. */
    default String createOffsets(TableName table, List<String> columns) {
        return CommonSql.createOffsets(this, table, columns);
    }

    /** What a connection is for. */
    enum Purpose {
        /** Rows that are mostly inserted. */
        INSERTS,
        /** Rows that are mostly upserted, updated or deleted. */
        CHANGES,
        /** Definitions and the catalog. */
        DEFINITIONS
    }

    /** Partitions of tables by time. */
    interface Partitions {
        /** Statement that makes the partition {@code [start, end)}, which must not overlap others. */
        String add(TableName table, String partition, LocalDate start, LocalDate end);

        /** Statement that drops a partition with its rows. */
        String drop(TableName table, ExistingPartition partition);

        /** The partitions of a table, oldest first; those without a begin or an end that can be told are left out. */
        List<ExistingPartition> of(Connection connection, TableName table) throws SQLException;

        /** Whether the database makes partitions by itself as rows come. */
        boolean areMadeByDatabase();

        /** Whether a partition can be added below others. */
        boolean canAddBelow();
    }

    /**
     * A partition that there is.
     *
     * @param end the first day after it
     */
    record ExistingPartition(String name, LocalDate end) {}

    /** The dialect for a JDBC address. */
    static Dialect of(String url) {
        if (url.startsWith("jdbc:oracle:")) {
            return new OracleDialect(false);
        } else if (url.startsWith("jdbc:h2:")) {
            return new OracleDialect(true);
        } else if (url.startsWith("jdbc:postgresql:")) {
            return new PostgresDialect();
        } else if (url.startsWith("jdbc:mariadb:")) {
            return new MariaDbDialect();
        }
        throw new IllegalArgumentException("must begin with jdbc:oracle:, jdbc:postgresql:, jdbc:mariadb: or jdbc:h2:");
    }

    /** Whether a policy asks for partitions. */
    static boolean isPartitioned(TablePolicy policy) {
        return policy.interval() != org.lsst.efd.connect.oracle.table.PartitionInterval.NONE
                && policy.timestampColumn().isPresent();
    }
}
