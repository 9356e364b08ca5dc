package org.lsst.efd.connect.common.flatten;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects leaves as they are told: column name to value, in order. */
public final class CollectedLeaves implements Leaves<String> {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /** What a plan tells of a value. */
    public static Map<String, @Nullable Object> of(FlatPlan<String> plan, @Nullable Object value) {
        CollectedLeaves leaves = new CollectedLeaves();
        plan.write(value, leaves);
        return leaves.values;
    }

    private void add(String column, @Nullable Object value) {
        if (values.containsKey(column)) {
            throw new AssertionError("column " + column + " told twice");
        }
        values.put(column, value);
    }

    @Override
    public void onNull(String column) {
        add(column, null);
    }

    @Override
    public void onLong(String column, long value) {
        add(column, value);
    }

    @Override
    public void onFloat(String column, float value) {
        add(column, value);
    }

    @Override
    public void onDouble(String column, double value) {
        add(column, value);
    }

    @Override
    public void onBoolean(String column, boolean value) {
        add(column, value);
    }

    @Override
    public void onString(String column, String value) {
        add(column, value);
    }

    @Override
    public void onBytes(String column, ByteBuffer value) {
        add(column, value);
    }

    @Override
    public void onDecimal(String column, BigDecimal value) {
        add(column, value);
    }

    @Override
    public void onDate(String column, Date value) {
        add(column, value);
    }

    @Override
    public void onWhole(String column, Object value) {
        add(column, value);
    }
}
