package org.lsst.efd.connect.oracle.row;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.flatten.Leaf;
import org.lsst.efd.connect.common.flatten.LeafKind;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** The column types that leaves need. Immutable. */
final class ColumnTypes {
    private static final int MILLIS_DIGITS = 3;
    private static final int MICROS_DIGITS = 6;
    private static final int NANOS_DIGITS = 9;
    private static final int DECIMAL_DIGITS = 38;
    private static final long NANOS_PER_MICRO = 1000;

    private final ValueRules values;
    private final List<TypeOverride> overrides;
    private final ArrayForm arrays;
    private final ArrayForm longArrays;

    ColumnTypes(ValueRules values, RowRules rules) {
        this.values = values;
        this.overrides = rules.types();
        this.arrays = rules.arrays();
        this.longArrays = rules.longArrays();
    }

    /**
     * The type of the column of a leaf.
     *
     * @throws DataException if the leaf cannot be in a key
     */
    ColumnType of(Leaf leaf, boolean isKey) {
        ColumnType type = isKey ? ofKey(leaf) : ofValue(leaf);
        return overrides.stream()
                .filter(override -> override.columns().matches(leaf.name())
                        || override.columns().matches(leaf.sourcePath()))
                .findFirst()
                .map(override -> type.withSql(override.sql()))
                .orElse(type);
    }

    private ColumnType ofKey(Leaf leaf) {
        return switch (leaf.kind()) {
            case STRING -> ColumnType.keyText();
            case BYTES, WHOLE -> throw new DataException("field " + leaf.path() + " holds what cannot be in a key");
            default -> ofValue(leaf);
        };
    }

    private ColumnType ofValue(Leaf leaf) {
        return switch (leaf.kind()) {
            case INT8 -> ColumnType.of(ValueKind.INT8);
            case INT16 -> ColumnType.of(ValueKind.INT16);
            case INT32 -> ColumnType.of(ValueKind.INT32);
            case INT64 -> ofLong(leaf);
            case FLOAT32 -> ColumnType.of(ValueKind.FLOAT32);
            case FLOAT64 -> ColumnType.of(ValueKind.FLOAT64);
            case BOOLEAN -> ColumnType.of(ValueKind.BOOLEAN);
            case STRING -> text(leaf);
            case BYTES -> ColumnType.of(ValueKind.BYTES);
            case DECIMAL -> decimal(leaf.schema());
            case DATE -> ColumnType.of(ValueKind.DATE);
            case TIME -> ColumnType.time(MILLIS_DIGITS);
            case TIMESTAMP -> ColumnType.timestamp(MILLIS_DIGITS);
            case WHOLE -> whole(leaf);
        };
    }

    private ColumnType ofLong(Leaf leaf) {
        long unitNs = nanosPerUnit(leaf);
        return unitNs == 0 ? ColumnType.of(ValueKind.INT64) : timestamp(unitNs == 1 ? NANOS_DIGITS : MICROS_DIGITS);
    }

    /** A point in time with so many digits of a second, or as many as the database has. */
    ColumnType timestamp(int digits) {
        return ColumnType.timestamp(Math.min(digits, values.timestampDigits()));
    }

    private ColumnType text(Leaf leaf) {
        if (values.textMax() == 0) {
            return ColumnType.text(0);
        }
        String length = parameters(leaf.schema()).getOrDefault("length", "");
        return ColumnType.text(length.matches("[1-9]\\d{0,4}") ? Integer.parseInt(length) : values.textMax());
    }

    private static ColumnType decimal(Schema schema) {
        Map<String, String> parameters = parameters(schema);
        int precision = number(parameters.get("connect.decimal.precision"), DECIMAL_DIGITS);
        return ColumnType.decimal(Math.min(precision, DECIMAL_DIGITS), number(parameters.get(Decimal.SCALE_FIELD), 0));
    }

    private static int number(@org.jspecify.annotations.Nullable String text, int otherwise) {
        return text == null || !text.matches("\\d{1,4}") ? otherwise : Integer.parseInt(text);
    }

    private ColumnType whole(Leaf leaf) {
        Schema schema = leaf.schema();
        ArrayForm form = arrays == ArrayForm.FLATTEN ? longArrays : arrays;
        if (schema.type() != Schema.Type.ARRAY) {
            return ColumnType.of(ValueKind.JSON);
        }
        LeafKind element = LeafKind.of(schema.valueSchema()).orElse(LeafKind.WHOLE);
        return switch (form) {
            case NATIVE -> PackedArray.kindOf(element).map(ColumnType::array).orElse(ColumnType.of(ValueKind.JSON));
            case BINARY ->
                PackedArray.isPackable(element) ? ColumnType.of(ValueKind.LONG_BYTES) : ColumnType.of(ValueKind.JSON);
            default -> ColumnType.of(ValueKind.JSON);
        };
    }

    /** For integers that Avro says are points in time: the nanoseconds of their unit; 0 for others. */
    static long nanosPerUnit(Leaf leaf) {
        return leaf.kind() != LeafKind.INT64
                ? 0
                : switch (parameters(leaf.schema()).getOrDefault("avro.logicalType", "")) {
                    case "timestamp-micros", "local-timestamp-micros" -> NANOS_PER_MICRO;
                    case "timestamp-nanos", "local-timestamp-nanos" -> 1;
                    default -> 0;
                };
    }

    private static Map<String, String> parameters(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        return parameters == null ? Map.of() : parameters;
    }
}
