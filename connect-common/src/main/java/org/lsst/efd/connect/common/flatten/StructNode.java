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

    @SuppressWarnings("unchecked") // arrays of generics can only be made raw
    StructNode(List<Field> fields, List<Node<C>> nodes) {
        this.fields = fields.toArray(Field[]::new);
        this.nodes = (Node<C>[]) nodes.toArray(new Node<?>[0]);
        this.mayHideNull = new boolean[this.fields.length];
        for (int i = 0; i < mayHideNull.length; i++) {
            mayHideNull[i] = this.fields[i].schema().isOptional()
                    && this.fields[i].schema().defaultValue() != null;
        }
    }

    @Override
    public void write(@Nullable Object value, Leaves<C> leaves) {
        if (value == null) {
            return;
        }
        Struct struct = (Struct) value;
        int i = 0;
        try {
            for (; i < fields.length; i++) {
                Field field = fields[i];
                Object inner = mayHideNull[i] ? FieldReader.valueOf(struct, field) : struct.get(field);
                if (nodes[i] instanceof LeafNode<C> leaf) {
                    leaf.write(inner, leaves);
                } else {
                    nodes[i].write(inner, leaves);
                }
            }
        } catch (ClassCastException wrongType) {
            throw new DataException("field " + fields[i].name() + " holds what its schema does not allow", wrongType);
        }
    }
}
