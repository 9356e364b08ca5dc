package org.lsst.efd.connect.common.flatten;

import org.jspecify.annotations.Nullable;

/** A compiled place in a record: knows what to do with the value that stands there. */
sealed interface Node<C> permits LeafNode, StructNode, ArrayNode, MapNode, DynamicNode, Node.Nothing {
    void write(@Nullable Object value, Leaves<C> leaves);

    /** A place that is left out. */
    record Nothing<C>() implements Node<C> {
        @Override
        public void write(@Nullable Object value, Leaves<C> leaves) {}
    }
}
