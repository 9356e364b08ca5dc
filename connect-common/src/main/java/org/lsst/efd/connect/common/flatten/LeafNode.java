package org.lsst.efd.connect.common.flatten;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** A place that holds a value for one column. */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are java.util.Date
final class LeafNode<C> implements Node<C> {
    private final LeafKind kind;
    private final C column;

    LeafNode(LeafKind kind, C column) {
        this.kind = kind;
        this.column = column;
    }

    /** The kinds of nearly all telemetry come first, in a method that is short enough to be compiled into its callers. */
    @Override
    public void write(@Nullable Object value, Leaves<C> leaves) {
        if (value == null) {
            leaves.onNull(column);
        } else if (kind == LeafKind.FLOAT64) {
            leaves.onDouble(column, (Double) value);
        } else if (kind == LeafKind.FLOAT32) {
            leaves.onFloat(column, (Float) value);
        } else {
            writeOther(value, leaves);
        }
    }

    private void writeOther(Object value, Leaves<C> leaves) {
        switch (kind) {
            case FLOAT64, FLOAT32 -> throw new IllegalStateException("floats have branches of their own");
            case INT64 -> leaves.onLong(column, (Long) value);
            case INT32 -> leaves.onLong(column, (Integer) value);
            case INT16 -> leaves.onLong(column, (Short) value);
            case INT8 -> leaves.onLong(column, (Byte) value);
            case BOOLEAN -> leaves.onBoolean(column, (Boolean) value);
            case STRING -> leaves.onString(column, (String) value);
            case BYTES ->
                leaves.onBytes(column, value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : (ByteBuffer) value);
            case DECIMAL -> leaves.onDecimal(column, (BigDecimal) value);
            case DATE, TIME, TIMESTAMP -> leaves.onDate(column, (Date) value);
            case WHOLE -> leaves.onWhole(column, value);
        }
    }
}
