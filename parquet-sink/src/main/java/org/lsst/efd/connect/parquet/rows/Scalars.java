package org.lsst.efd.connect.parquet.rows;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.flatten.JsonText;

/** Puts values of leaves into their columns. */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are java.util.Date
final class Scalars {
    private static final long MS_PER_DAY = 86_400_000;
    private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

    private Scalars() {}

    /** Appends a value; what is of another class fails with {@link ClassCastException}. */
    static void append(Node.Scalar leaf, Object value, int rep, LeafColumn column) {
        switch (leaf.kind()) {
            case FLOAT64 -> ((DoubleColumn) column).add(rep, (Double) value);
            case FLOAT32 -> ((FloatColumn) column).add(rep, (Float) value);
            case INT64,
                    TIME_US,
                    TIMESTAMP_US,
                    TIMESTAMP_NS,
                    LOCAL_TIMESTAMP_MS,
                    LOCAL_TIMESTAMP_US,
                    LOCAL_TIMESTAMP_NS -> ((LongColumn) column).add(rep, (Long) value);
            case INT32 -> ((IntColumn) column).add(rep, (Integer) value);
            case INT16 -> ((IntColumn) column).add(rep, (Short) value);
            case INT8 -> ((IntColumn) column).add(rep, (Byte) value);
            case BOOLEAN -> ((BooleanColumn) column).add(rep, (Boolean) value);
            case STRING -> ((BytesColumn) column).add(rep, leaf.isJson() ? JsonText.of(value) : (String) value);
            case BYTES -> appendBytes((BytesColumn) column, rep, value);
            case DECIMAL -> appendDecimal(leaf, (BytesColumn) column, rep, (BigDecimal) value);
            case DATE -> ((IntColumn) column).add(rep, (int) Math.floorDiv(((Date) value).getTime(), MS_PER_DAY));
            case TIME -> ((IntColumn) column).add(rep, (int) ((Date) value).getTime());
            case TIMESTAMP -> ((LongColumn) column).add(rep, ((Date) value).getTime());
        }
    }

    private static void appendBytes(BytesColumn column, int rep, Object value) {
        if (value instanceof byte[] bytes) {
            column.add(rep, bytes);
        } else {
            column.add(rep, (ByteBuffer) value);
        }
    }

    private static void appendDecimal(Node.Scalar leaf, BytesColumn column, int rep, BigDecimal value) {
        if (value.scale() != leaf.scale()) {
            throw new DataException("field " + leaf.place().sourcePath() + " holds a decimal of another scale than "
                    + leaf.scale() + ", which its schema says");
        }
        if (value.precision() > leaf.precision()) {
            throw new DataException("field " + leaf.place().sourcePath() + " holds a decimal of more than "
                    + leaf.precision() + " digits");
        }
        column.addExtended(rep, value.unscaledValue().toByteArray(), leaf.width());
    }

    /** Bytes that the two's complement of so many decimal digits needs. */
    static int decimalWidth(int precision) {
        return (int) Math.ceil((precision * BITS_PER_DIGIT + 1) / 8);
    }
}
