package org.lsst.efd.connect.oracle.row;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.flatten.LeafKind;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** Arrays of numbers as packed little-endian elements; a null element of floats is NaN. */
final class PackedArray {
    private PackedArray() {}

    static boolean isPackable(LeafKind element) {
        return sizeOf(element) > 0;
    }

    /** What the elements of a database array are; empty where it has none for them. */
    static Optional<ValueKind> kindOf(LeafKind element) {
        return switch (element) {
            case INT8, INT16 -> Optional.of(ValueKind.INT16);
            case INT32 -> Optional.of(ValueKind.INT32);
            case INT64 -> Optional.of(ValueKind.INT64);
            case FLOAT32 -> Optional.of(ValueKind.FLOAT32);
            case FLOAT64 -> Optional.of(ValueKind.FLOAT64);
            case BOOLEAN -> Optional.of(ValueKind.BOOLEAN);
            case STRING -> Optional.of(ValueKind.TEXT);
            default -> Optional.empty();
        };
    }

    private static int sizeOf(LeafKind element) {
        return switch (element) {
            case INT8, BOOLEAN -> 1;
            case INT16 -> 2;
            case INT32, FLOAT32 -> 4;
            case INT64, FLOAT64 -> 8;
            default -> 0;
        };
    }

    /**
     * The bytes of an array.
     *
     * @throws DataException if an element is null that has no NaN
     */
    static byte[] pack(List<?> elements, LeafKind kind, String path) {
        ByteBuffer packed = ByteBuffer.allocate(elements.size() * sizeOf(kind)).order(ByteOrder.LITTLE_ENDIAN);
        for (Object element : elements) {
            switch (kind) {
                case FLOAT64 -> packed.putDouble(element == null ? Double.NaN : (Double) element);
                case FLOAT32 -> packed.putFloat(element == null ? Float.NaN : (Float) element);
                default -> {
                    if (element == null) {
                        throw new DataException("field " + path + " has a null element, which cannot be packed");
                    }
                    putWhole(packed, kind, element);
                }
            }
        }
        return packed.array();
    }

    private static void putWhole(ByteBuffer packed, LeafKind kind, Object element) {
        switch (kind) {
            case BOOLEAN -> packed.put((byte) ((Boolean) element ? 1 : 0));
            case INT8 -> packed.put((Byte) element);
            case INT16 -> packed.putShort((Short) element);
            case INT32 -> packed.putInt((Integer) element);
            default -> packed.putLong((Long) element);
        }
    }
}
