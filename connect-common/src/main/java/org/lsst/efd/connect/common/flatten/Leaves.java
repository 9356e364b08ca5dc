package org.lsst.efd.connect.common.flatten;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;

/**
 * What a destination does with the values of a record, in schema order.
 *
 * <p>Any method may throw {@link org.apache.kafka.connect.errors.DataException}, which passes through.
 *
 * @param <C> what the destination keeps per column
 */
public interface Leaves<C> {
    /** The leaf is null. Not called for what is in a null struct, array or map: its leaves are absent. */
    default void onNull(C column) {}

    /** A value of INT8 to INT64. */
    void onLong(C column, long value);

    /** A value of FLOAT32. */
    void onFloat(C column, float value);

    /** A value of FLOAT64. */
    void onDouble(C column, double value);

    /** A boolean. */
    void onBoolean(C column, boolean value);

    /** A text. */
    void onString(C column, String value);

    /** Bytes, from position to limit; must not be changed. */
    void onBytes(C column, ByteBuffer value);

    /** A Connect {@code Decimal}. */
    void onDecimal(C column, BigDecimal value);

    /** A Connect {@code Date}, {@code Time} or {@code Timestamp}, as Connect represents it. */
    void onDate(C column, Date value);

    /** An array, map or struct that is not taken apart, as Connect represents it. */
    void onWhole(C column, Object value);
}
