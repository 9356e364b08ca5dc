package org.lsst.efd.connect.oracle.dialect;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** Binding as all drivers do it. */
final class Binds {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Binds() {}

    static void number(PreparedStatement statement, int place, ValueKind kind, long value) throws SQLException {
        switch (kind) {
            case INT8, INT16, INT32 -> statement.setInt(place, (int) value);
            case INT64 -> statement.setLong(place, value);
            case FLOAT32 -> statement.setFloat(place, (float) Double.longBitsToDouble(value));
            case FLOAT64 -> statement.setDouble(place, Double.longBitsToDouble(value));
            case BOOLEAN -> statement.setBoolean(place, value != 0);
            case DATE -> statement.setObject(place, LocalDate.ofEpochDay(value));
            case TIME -> statement.setObject(place, LocalTime.ofNanoOfDay(value));
            case TIMESTAMP -> statement.setObject(place, time(value));
            case TEXT, KEY_TEXT, JSON, BYTES, LONG_BYTES, DECIMAL, ARRAY ->
                throw new IllegalStateException(kind + " is no number");
        }
    }

    /** Nanoseconds since 1970-01-01, UTC, without zone. */
    static LocalDateTime time(long ns) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(ns, NANOS_PER_SECOND), (int) Math.floorMod(ns, NANOS_PER_SECOND), ZoneOffset.UTC);
    }

    static void object(PreparedStatement statement, int place, Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(place, text);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(place, bytes);
        } else {
            statement.setBigDecimal(place, (BigDecimal) value);
        }
    }

    static int jdbcType(ValueKind kind) {
        return switch (kind) {
            case INT8, INT16, INT32 -> Types.INTEGER;
            case INT64 -> Types.BIGINT;
            case FLOAT32 -> Types.REAL;
            case FLOAT64 -> Types.DOUBLE;
            case BOOLEAN -> Types.BOOLEAN;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            case TIMESTAMP -> Types.TIMESTAMP;
            case TEXT, KEY_TEXT, JSON -> Types.VARCHAR;
            case BYTES, LONG_BYTES -> Types.VARBINARY;
            case DECIMAL -> Types.DECIMAL;
            case ARRAY -> Types.ARRAY;
        };
    }
}
