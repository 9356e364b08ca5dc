package org.lsst.efd.connect.oracle.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.schema.Layout;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.ValueKind;

/**
 * Rows in the binary format of PostgreSQL's {@code COPY} (its manual, section "Binary Format"). The server takes the bytes
 * for what its column types are, so every column is encoded as the type that the catalog tells. Not thread-safe.
 */
final class CopyEncoder {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    /** Days and microseconds count from 2000-01-01. */
    private static final long EPOCH_DAYS = 10_957;

    private static final long EPOCH_MICROS = 946_684_800_000_000L;
    private static final int WIDEST_NUMBER = 12;
    private static final String VARCHAR = "varchar";

    private static final int NUMERIC_HEAD = 4;
    private static final int NUMERIC_NEGATIVE = 0x4000;

    private final NumericDigits numeric = new NumericDigits();
    private byte[] bytes = new byte[1 << 16];
    private int size;

    /** How a value goes on the wire: the form of a type of the server, with its name and number in pg_type. */
    private enum Wire {
        INT2("int2", 21),
        INT4("int4", 23),
        INT8("int8", 20),
        FLOAT4("float4", 700),
        FLOAT8("float8", 701),
        BOOL("bool", 16),
        DATE("date", 1082),
        MICROS_OF_DAY("time", 1083),
        MICROS("timestamp", 1114),
        UTF8("text", 25),
        JSONB("jsonb", 3802),
        RAW("bytea", 17),
        NUMERIC("numeric", 1700),
        /** The name of the type of its elements follows. */
        ARRAY("_", 0);

        private final String type;
        private final int oid;

        Wire(String type, int oid) {
            this.type = type;
            this.oid = oid;
        }

        static Wire ofElement(ValueKind element) {
            return switch (element) {
                case INT16 -> INT2;
                case INT32 -> INT4;
                case INT64 -> INT8;
                case FLOAT32 -> FLOAT4;
                case FLOAT64 -> FLOAT8;
                case BOOLEAN -> BOOL;
                default -> UTF8;
            };
        }
    }

    /** The columns of a part, as they go on the wire. */
    static final class Plan {
        private final int[] indexes;
        private final int[] objectIndexes;
        private final Wire[] wires;
        private final ValueKind[] elements;

        private Plan(int columns) {
            this.indexes = new int[columns];
            this.objectIndexes = new int[columns];
            this.wires = new Wire[columns];
            this.elements = new ValueKind[columns];
        }

        /** How the columns are encoded; empty if one has a type that we do not encode exactly. */
        static Optional<Plan> of(List<Layout.PartColumn> columns) {
            int count = columns.size();
            Plan plan = new Plan(count);
            for (int i = 0; i < count; i++) {
                Layout.PartColumn column = columns.get(i);
                ColumnType kept = column.spec().type();
                Wire wire = column.actual().isPresent()
                        ? wire(kept, column.actual().get())
                        : wireOfForeign(kept, column.found().typeName());
                if (wire == null) {
                    return Optional.empty();
                }
                plan.indexes[i] = column.index();
                plan.objectIndexes[i] = column.objectIndex();
                plan.wires[i] = wire;
                plan.elements[i] = column.spec().type().element();
            }
            return Optional.of(plan);
        }

        /** Whether a column is encoded as its type, by the name that the catalog has for it, wants it. */
        boolean isFor(int column, String type) {
            String wanted = wires[column].type;
            if (wires[column] == Wire.ARRAY) {
                wanted += Wire.ofElement(elements[column]).type;
            }
            return wanted.equals(type.equals(VARCHAR) ? Wire.UTF8.type : type);
        }

        /** The same for a column that somebody else made: a shorter text is for the server to refuse. */
        private static @Nullable Wire wireOfForeign(ColumnType kept, String typeName) {
            return typeName.equals(VARCHAR) && isText(kept) ? Wire.UTF8 : null;
        }

        private static boolean isText(ColumnType type) {
            return type.kind() == ValueKind.TEXT || type.kind() == ValueKind.KEY_TEXT;
        }

        /** How a value kept as the one type is encoded for a column of the other; null for not at all. */
        private static @Nullable Wire wire(ColumnType kept, ColumnType actual) {
            int bits = kept.kind().integerBits();
            boolean isFloat = kept.kind() == ValueKind.FLOAT32 || kept.kind() == ValueKind.FLOAT64;
            return switch (actual.kind()) {
                case INT16 -> bits > 0 && bits <= 16 ? Wire.INT2 : null;
                case INT32 -> bits > 0 && bits <= 32 ? Wire.INT4 : null;
                case INT64 -> bits > 0 ? Wire.INT8 : null;
                case FLOAT32 -> kept.kind() == ValueKind.FLOAT32 ? Wire.FLOAT4 : null;
                case FLOAT64 -> isFloat ? Wire.FLOAT8 : null;
                case BOOLEAN -> kept.kind() == ValueKind.BOOLEAN ? Wire.BOOL : null;
                case DATE -> kept.kind() == ValueKind.DATE ? Wire.DATE : null;
                case TIME -> kept.kind() == ValueKind.TIME && kept.size() <= actual.size() ? Wire.MICROS_OF_DAY : null;
                case TIMESTAMP ->
                    kept.kind() == ValueKind.TIMESTAMP && kept.size() <= actual.size() ? Wire.MICROS : null;
                case TEXT -> isText(kept) ? Wire.UTF8 : null;
                case KEY_TEXT -> kept.kind() == ValueKind.KEY_TEXT ? Wire.UTF8 : null;
                case JSON -> kept.kind() == ValueKind.JSON ? Wire.JSONB : null;
                case BYTES -> kept.kind() == ValueKind.BYTES || kept.kind() == ValueKind.LONG_BYTES ? Wire.RAW : null;
                case ARRAY -> kept.equals(actual) ? Wire.ARRAY : null;
                case DECIMAL -> kept.kind() == ValueKind.DECIMAL ? Wire.NUMERIC : null;
                case INT8, LONG_BYTES -> null;
            };
        }
    }

    /** Begins a stream. */
    void begin() {
        size = 0;
        append(HEADER, HEADER.length);
    }

    /** Ends the stream. */
    void end() {
        require(2);
        putShort(-1);
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Begins anew behind what was sent. */
    void sent() {
        size = 0;
    }

    /** Appends a row. */
    void append(Row row, Plan plan) {
        int[] indexes = plan.indexes;
        require(2 + indexes.length * WIDEST_NUMBER);
        putShort(indexes.length);
        for (int i = 0; i < indexes.length; i++) {
            int index = indexes[i];
            if (!row.has(index)) {
                require(4);
                putInt(-1);
            } else if (plan.objectIndexes[i] < 0) {
                require(WIDEST_NUMBER);
                appendNumber(plan.wires[i], row.number(index));
            } else {
                appendObject(plan.wires[i], plan.elements[i], row.object(plan.objectIndexes[i]));
            }
        }
    }

    private void appendNumber(Wire wire, long value) {
        switch (wire) {
            case FLOAT8, INT8 -> eight(value);
            case INT4 -> four((int) value);
            case FLOAT4 -> four(Float.floatToRawIntBits((float) Double.longBitsToDouble(value)));
            case INT2 -> {
                putInt(2);
                putShort((int) value);
            }
            case BOOL -> {
                putInt(1);
                bytes[size++] = (byte) value;
            }
            case DATE -> four((int) (value - EPOCH_DAYS));
            case MICROS_OF_DAY -> eight(value / 1000);
            default -> eight(Math.floorDiv(value, 1000L) - EPOCH_MICROS);
        }
    }

    private void appendObject(Wire wire, ValueKind element, Object value) {
        if (wire == Wire.ARRAY) {
            appendArray(element, (List<?>) value);
            return;
        }
        if (wire == Wire.NUMERIC) {
            appendNumeric((BigDecimal) value);
            return;
        }
        byte[] content = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
        int version = wire == Wire.JSONB ? 1 : 0;
        require(5);
        putInt(content.length + version);
        if (version > 0) {
            bytes[size++] = (byte) version;
        }
        append(content, content.length);
    }

    /**
     * A numeric ({@code numeric_recv} in the server's source): the number of its digits, the weight of the first one, the
     * sign, how many decimals are behind the point, and the digits.
     */
    private void appendNumeric(BigDecimal value) {
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        numeric.set(plain);
        int length = 2 * (NUMERIC_HEAD + numeric.count());
        require(4 + length);
        putInt(length);
        putShort(numeric.count());
        putShort(numeric.weight());
        putShort(plain.signum() < 0 ? NUMERIC_NEGATIVE : 0);
        putShort(plain.scale());
        for (int i = 0; i < numeric.count(); i++) {
            putShort(numeric.digit(i));
        }
    }

    private void appendArray(ValueKind element, List<?> elements) {
        require(24);
        int lengthAt = size;
        putInt(0);
        putInt(elements.isEmpty() ? 0 : 1);
        putInt(elements.contains(null) ? 1 : 0);
        putInt(Wire.ofElement(element).oid);
        if (!elements.isEmpty()) {
            putInt(elements.size());
            putInt(1);
        }
        for (Object one : elements) {
            appendElement(element, one);
        }
        INT.set(bytes, lengthAt, size - lengthAt - 4);
    }

    private void appendElement(ValueKind element, @Nullable Object value) {
        require(WIDEST_NUMBER);
        if (value == null) {
            putInt(-1);
            return;
        }
        switch (element) {
            case INT16 -> appendNumber(Wire.INT2, ((Number) value).longValue());
            case INT32 -> appendNumber(Wire.INT4, ((Number) value).longValue());
            case INT64 -> appendNumber(Wire.INT8, ((Number) value).longValue());
            case FLOAT32 -> four(Float.floatToRawIntBits((Float) value));
            case FLOAT64 -> eight(Double.doubleToRawLongBits((Double) value));
            case BOOLEAN -> appendNumber(Wire.BOOL, (Boolean) value ? 1 : 0);
            default -> appendObject(Wire.UTF8, element, value);
        }
    }

    private void eight(long value) {
        putInt(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    private void four(int value) {
        putInt(4);
        putInt(value);
    }

    private void putInt(int value) {
        INT.set(bytes, size, value);
        size += 4;
    }

    private void putShort(int value) {
        SHORT.set(bytes, size, (short) value);
        size += 2;
    }

    private void append(byte[] content, int length) {
        require(length);
        System.arraycopy(content, 0, bytes, size, length);
        size += length;
    }

    private void require(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
