package org.lsst.efd.connect.common.flatten;

import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one schema become columns. Per value there is a loop over compiled places, without look-up by name
 * but for map keys, and without allocation but for bytes.
 *
 * <p>Not thread-safe: the tables of arrays and maps grow.
 *
 * @param <C> what the destination keeps per column
 */
public final class FlatPlan<C> {
    private final Node<C> root;
    private final @Nullable DataException refusal;

    private FlatPlan(Node<C> root, @Nullable DataException refusal) {
        this.root = root;
        this.refusal = refusal;
    }

    static <C> FlatPlan<C> of(Node<C> root) {
        return new FlatPlan<>(root, null);
    }

    static <C> FlatPlan<C> refusing(DataException refusal) {
        return new FlatPlan<>(new Node.Nothing<>(), refusal);
    }

    /**
     * Tells the leaves of a value in schema order.
     *
     * @throws DataException if names collide or a value does not fit its schema; leaves may have been told by then
     */
    public void write(@Nullable Object value, Leaves<C> leaves) {
        if (refusal != null) {
            throw new DataException(refusal.getMessage(), refusal);
        }
        try {
            root.write(value, leaves);
        } catch (ClassCastException wrongType) {
            throw new DataException("the value is not what its schema says", wrongType);
        }
    }
}
