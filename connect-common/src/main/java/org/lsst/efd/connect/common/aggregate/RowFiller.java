package org.lsst.efd.connect.common.aggregate;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.Leaves;
import org.lsst.efd.window.statistics.Row;

/** Puts the numbers of a record into a row. Not thread-safe. */
final class RowFiller implements Leaves<SourceColumn> {
    private final Row row;

    RowFiller(Row row) {
        this.row = row;
    }

    @Override
    public void onLong(SourceColumn column, long value) {
        onDouble(column, (double) value);
    }

    @Override
    public void onFloat(SourceColumn column, float value) {
        onDouble(column, value);
    }

    @Override
    public void onDouble(SourceColumn column, double value) {
        if (column instanceof SourceColumn.Scalar scalar) {
            row.add(scalar.column(), value);
        }
    }

    @Override
    public void onBoolean(SourceColumn column, boolean value) {
        onDouble(column, value ? 1 : 0);
    }

    @Override
    public void onDecimal(SourceColumn column, BigDecimal value) {
        onDouble(column, value.doubleValue());
    }

    @Override
    public void onWhole(SourceColumn column, Object value) {
        if (column instanceof SourceColumn.Elements elements) {
            addElements(elements.columns(), (List<?>) value);
        } else if (column instanceof SourceColumn.Pooled pooled) {
            for (Object element : (List<?>) value) {
                if (element != null) {
                    row.add(pooled.column(), number(element));
                }
            }
        }
    }

    private void addElements(TopicColumns.Elements columns, List<?> list) {
        int size = list.size();
        for (int i = 0; i < size; i++) {
            @Nullable Object element = list.get(i);
            if (element == null) {
                row.addNull(columns.at(i));
            } else {
                row.add(columns.at(i), number(element));
            }
        }
    }

    private static double number(Object element) {
        if (element instanceof Double value) {
            return value;
        }
        if (element instanceof Number value) {
            return value.doubleValue();
        }
        if (element instanceof Boolean value) {
            return value ? 1 : 0;
        }
        throw new DataException("an array of numbers holds something else");
    }

    @Override
    public void onString(SourceColumn column, String value) {}

    @Override
    public void onBytes(SourceColumn column, ByteBuffer value) {}

    @Override
    public void onDate(SourceColumn column, Date value) {}
}
