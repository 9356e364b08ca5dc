package org.lsst.efd.connect.common.flatten;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldReader;

/** A place that holds a struct: the loop of the hot path, over the fields that lead to a leaf. */
final class StructNode<C> implements Node<C> {
    private final Field[] fields;
    private final boolean[] mayHideNull;
    private final Node<C>[] nodes;
    /** The same nodes where they are leaves, so that the loop need not ask for the class of each. */
    private final @Nullable LeafNode<C>[] leaves;

    @SuppressWarnings("unchecked") // arrays of generics can only be made raw
    StructNode(List<Field> fields, List<Node<C>> nodes) {
        this.fields = fields.toArray(Field[]::new);
        this.nodes = (Node<C>[]) nodes.toArray(new Node<?>[0]);
        this.leaves = (LeafNode<C>[]) new LeafNode<?>[this.nodes.length];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = this.nodes[i] instanceof LeafNode<C> leaf ? leaf : null;
        }
        this.mayHideNull = new boolean[this.fields.length];
        for (int i = 0; i < mayHideNull.length; i++) {
            mayHideNull[i] = this.fields[i].schema().isOptional()
                    && this.fields[i].schema().defaultValue() != null;
        }
    }

    @Override
    public void write(@Nullable Object value, Leaves<C> output) {
        if (value == null) {
            return;
        }
        Struct struct = (Struct) value;
        int i = 0;
        try {
            for (; i < fields.length; i++) {
                Field field = fields[i];
                Object inner = mayHideNull[i] ? FieldReader.valueOf(struct, field) : struct.get(field);
                LeafNode<C> leaf = leaves[i];
                if (leaf != null) {
                    leaf.write(inner, output);
                } else {
                    nodes[i].write(inner, output);
                }
            }
        } catch (ClassCastException wrongType) {
            throw new DataException("field " + fields[i].name() + " holds what its schema does not allow", wrongType);
        }
    }
}
