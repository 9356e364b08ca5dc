package org.lsst.efd.connect.common.flatten;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A place that holds an array: a table of elements that grows with the longest array seen. */
final class ArrayNode<C> implements Node<C> {
    private final IntFunction<Node<C>> compiler;
    private Node<C>[] elements;
    private int count;

    /** Compiles elements as they are needed. */
    @SuppressWarnings("unchecked") // arrays of generics can only be made raw
    ArrayNode(IntFunction<Node<C>> compiler) {
        this.compiler = compiler;
        this.elements = (Node<C>[]) new Node<?>[4];
    }

    @Override
    public void write(@Nullable Object value, Leaves<C> leaves) {
        if (value == null) {
            return;
        }
        List<?> list = (List<?>) value;
        int size = list.size();
        while (count < size) {
            grow();
        }
        for (int i = 0; i < size; i++) {
            if (elements[i] instanceof LeafNode<C> leaf) {
                leaf.write(list.get(i), leaves);
            } else {
                elements[i].write(list.get(i), leaves);
            }
        }
    }

    private void grow() {
        Node<C> element = compiler.apply(count);
        if (count == elements.length) {
            elements = Arrays.copyOf(elements, 2 * count);
        }
        elements[count++] = element;
    }
}
