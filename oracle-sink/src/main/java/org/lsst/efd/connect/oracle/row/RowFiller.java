package org.lsst.efd.connect.oracle.row;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.flatten.JsonText;
import org.lsst.efd.connect.common.flatten.LeafKind;
import org.lsst.efd.connect.common.flatten.Leaves;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** Puts the values of one record after the other into rows, as their columns keep them. Not thread-safe. */
final class RowFiller implements Leaves<LeafColumn> {
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long MS_PER_DAY = 86_400_000L;
    private static final long EXACT_MAX = 1L << 53;

    private final ValueRules rules;
    private final TextRules texts;
    private final ValueCounts counts;
    private Row row;

    RowFiller(ValueRules rules, ValueCounts counts, Row first) {
        this.rules = rules;
        this.texts = new TextRules(rules, counts);
        this.counts = counts;
        this.row = first;
    }

    void begin(Row next) {
        row = next;
    }

    @Override
    public void onLong(LeafColumn leaf, long value) {
        Column column = leaf.column();
        if (column == null) {
            return;
        }
        ColumnType type = column.type();
        if (leaf.nanosPerUnit() > 0) {
            setTime(column, type, nanos(leaf, value, leaf.nanosPerUnit()));
        } else if (type.kind() == ValueKind.FLOAT64 || type.kind() == ValueKind.FLOAT32) {
            setExact(leaf, column, value);
        } else {
            row.setNumber(column, value);
        }
    }

    /** The column came to hold floats by another schema of the topic. */
    private void setExact(LeafColumn leaf, Column column, long value) {
        boolean isExact = column.type().kind() == ValueKind.FLOAT64
                ? value >= -EXACT_MAX && value <= EXACT_MAX
                : (long) (float) value == value;
        if (!isExact) {
            throw new DataException("field " + leaf.path() + " is an integer that the floats of column " + column.name()
                    + " cannot hold");
        }
        row.setNumber(column, Double.doubleToRawLongBits((double) value));
    }

    @Override
    public void onFloat(LeafColumn leaf, float value) {
        onDouble(leaf, value);
    }

    @Override
    public void onDouble(LeafColumn leaf, double value) {
        Column column = leaf.column();
        if (column == null) {
            return;
        }
        if (!Double.isFinite(value) && !isNonfiniteStored(leaf)) {
            return;
        }
        row.setNumber(column, Double.doubleToRawLongBits(value == 0 && column.isKey() ? 0.0 : value));
    }

    private boolean isNonfiniteStored(LeafColumn leaf) {
        return switch (rules.nonfinite()) {
            case STORE -> true;
            case NULL -> {
                counts.nonfinite();
                yield false;
            }
            case FAIL -> throw new DataException("field " + leaf.path() + " is not finite");
        };
    }

    @Override
    public void onBoolean(LeafColumn leaf, boolean value) {
        Column column = leaf.column();
        if (column != null) {
            row.setNumber(column, value ? 1 : 0);
        }
    }

    @Override
    public void onString(LeafColumn leaf, String value) {
        Column column = leaf.column();
        if (column != null) {
            row.setObject(column, texts.checked(value, column, leaf.path()));
        }
    }

    @Override
    public void onBytes(LeafColumn leaf, ByteBuffer value) {
        Column column = leaf.column();
        if (column != null) {
            byte[] bytes = new byte[value.remaining()];
            value.duplicate().get(bytes);
            row.setObject(column, bytes);
        }
    }

    @Override
    public void onDecimal(LeafColumn leaf, BigDecimal value) {
        Column column = leaf.column();
        if (column != null) {
            row.setObject(column, value);
        }
    }

    @Override
    public void onDate(LeafColumn leaf, Date value) {
        Column column = leaf.column();
        if (column == null) {
            return;
        }
        long ms = value.getTime();
        switch (leaf.kind()) {
            case DATE -> row.setNumber(column, Math.floorDiv(ms, MS_PER_DAY));
            case TIME -> row.setNumber(column, Math.floorMod(ms, MS_PER_DAY) * NANOS_PER_MS);
            default -> setTime(column, column.type(), nanos(leaf, ms, NANOS_PER_MS));
        }
    }

    private void setTime(Column column, ColumnType type, long ns) {
        row.setNumber(column, RowTime.rounded(ns, type.size()));
    }

    private static long nanos(LeafColumn leaf, long value, long nanosPerUnit) {
        try {
            return Math.multiplyExact(value, nanosPerUnit);
        } catch (ArithmeticException overflow) {
            throw new DataException("field " + leaf.path() + " is outside the years 1677 to 2262", overflow);
        }
    }

    @Override
    public void onWhole(LeafColumn leaf, Object value) {
        Column column = leaf.column();
        if (column == null) {
            return;
        }
        switch (column.type().kind()) {
            case ARRAY -> row.setObject(column, Collections.unmodifiableList(new ArrayList<>((List<?>) value)));
            case LONG_BYTES -> row.setObject(column, packed(leaf, (List<?>) value));
            default -> row.setObject(column, texts.withoutNul(JsonText.of(value)));
        }
    }

    private static byte[] packed(LeafColumn leaf, List<?> value) {
        Schema elements = leaf.schema().valueSchema();
        return PackedArray.pack(value, LeafKind.of(elements).orElseThrow(), leaf.path());
    }
}
