package org.lsst.efd.connect.influxdb.line;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.flatten.JsonText;
import org.lsst.efd.connect.common.flatten.Leaves;
import org.lsst.efd.connect.influxdb.line.ValueRules.BytesForm;
import org.lsst.efd.connect.influxdb.line.ValueRules.DecimalForm;
import org.lsst.efd.connect.influxdb.line.ValueRules.Float32Form;
import org.lsst.efd.connect.influxdb.line.ValueRules.NonfiniteRule;
import org.lsst.efd.connect.influxdb.line.ValueRules.OverflowRule;

/** Writes the fields of one record after the other, each as {@code ,name=value}. Not thread-safe. */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are java.util.Date
final class FieldWriter implements Leaves<FieldColumn> {
    private static final long MS_PER_DAY = 86_400_000L;

    private final ValueRules rules;
    private final boolean areFloatsShortest;
    private final boolean areIntegersFloats;
    private LineBuffer line = new LineBuffer(0);
    private int fields;
    private int nonfinite;
    private int nulls;
    private int truncated;
    private int longestPrefix;

    FieldWriter(ValueRules rules) {
        this.rules = rules;
        this.areFloatsShortest = rules.float32() == Float32Form.SHORTEST;
        this.areIntegersFloats = rules.areIntegersFloats();
    }

    /** Begins a record. */
    void begin(LineBuffer into) {
        line = into;
        fields = 0;
        nonfinite = 0;
        nulls = 0;
        truncated = 0;
        longestPrefix = 0;
    }

    /** How many fields of the record were written. */
    int fields() {
        return fields;
    }

    /** Length of the longest field name of the record, escaped, with comma and equal sign. */
    int longestPrefix() {
        return longestPrefix;
    }

    void addTo(FieldCounts counts, boolean isWritten) {
        counts.add(isWritten ? fields : 0, nonfinite, nulls, truncated);
    }

    private void name(FieldColumn column) {
        byte[] prefix = column.prefix();
        line.append(prefix);
        fields++;
        if (prefix.length > longestPrefix) {
            longestPrefix = prefix.length;
        }
    }

    @Override
    public void onNull(FieldColumn column) {
        nulls++;
    }

    @Override
    public void onLong(FieldColumn column, long value) {
        name(column);
        line.append(value);
        if (!areIntegersFloats) {
            line.append('i');
        }
    }

    @Override
    public void onDouble(FieldColumn column, double value) {
        if (!Double.isFinite(value)) {
            onNonfinite(column);
            return;
        }
        name(column);
        line.append(value);
    }

    @Override
    public void onFloat(FieldColumn column, float value) {
        if (!areFloatsShortest || !Float.isFinite(value)) {
            onDouble(column, value);
            return;
        }
        name(column);
        line.append(value);
    }

    private void onNonfinite(FieldColumn column) {
        if (rules.nonfinite() == NonfiniteRule.FAIL) {
            throw new DataException("field " + column.name() + " is not finite, which line protocol cannot write");
        }
        nonfinite++;
    }

    @Override
    public void onBoolean(FieldColumn column, boolean value) {
        name(column);
        line.append(value ? 't' : 'f');
    }

    @Override
    public void onString(FieldColumn column, String value) {
        name(column);
        line.append('"');
        if (!line.appendStringContent(value, rules.stringMaxBytes())) {
            if (rules.stringOverflow() == OverflowRule.FAIL) {
                throw new DataException(
                        "field " + column.name() + " is a string of more than " + rules.stringMaxBytes() + " bytes");
            }
            truncated++;
        }
        line.append('"');
    }

    @Override
    public void onBytes(FieldColumn column, ByteBuffer value) {
        if (rules.bytes() == BytesForm.SKIP) {
            return;
        }
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        if (rules.bytes() == BytesForm.BASE64) {
            onString(column, new String(Base64.getEncoder().encode(bytes), StandardCharsets.ISO_8859_1));
        } else {
            onString(column, java.util.HexFormat.of().formatHex(bytes));
        }
    }

    @Override
    public void onDecimal(FieldColumn column, BigDecimal value) {
        if (rules.decimals() == DecimalForm.STRING) {
            onString(column, value.toString());
        } else {
            onDouble(column, value.doubleValue());
        }
    }

    @Override
    public void onDate(FieldColumn column, Date value) {
        switch (column.kind()) {
            case DATE -> onLong(column, Math.floorDiv(value.getTime(), MS_PER_DAY));
            default -> onLong(column, value.getTime());
        }
    }

    @Override
    public void onWhole(FieldColumn column, Object value) {
        onString(column, JsonText.of(value));
    }
}
