package org.lsst.efd.connect.common.flatten;

import org.apache.kafka.connect.errors.DataException;

/**
 * Makes what a destination keeps per column, once per leaf: its encoded name, its position, its buffer.
 *
 * @param <C> what the destination keeps
 */
@FunctionalInterface
public interface Columns<C> {
    /**
     * The column of a leaf. Called in schema order while a plan is compiled, and again when a longer array or a new map
     * key brings a new leaf.
     *
     * @throws DataException if the destination can have no such column: the record is bad
     */
    C columnFor(Leaf leaf);
}
