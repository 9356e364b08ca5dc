package org.lsst.efd.connect.parquet.rows;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.fields.FieldReader;

/** The loop of the hot path: the fields of a struct go to their columns, without look-up by name. Immutable. */
final class StructReader {
    private final Field[] fields;
    private final boolean[] mayHideNull;
    private final Node[] children;

    StructReader(List<Field> fields, List<Node> children) {
        this.fields = fields.toArray(Field[]::new);
        this.children = children.toArray(Node[]::new);
        this.mayHideNull = new boolean[this.fields.length];
        for (int i = 0; i < mayHideNull.length; i++) {
            mayHideNull[i] = this.fields[i].schema().isOptional()
                    && this.fields[i].schema().defaultValue() != null;
        }
    }

    void append(Object value, String path, int rep, LeafColumn[] columns) {
        if (!(value instanceof Struct struct)) {
            throw new DataException((path.isEmpty() ? "the value" : "field " + path) + " is no struct");
        }
        for (int i = 0; i < fields.length; i++) {
            Object inner = mayHideNull[i] ? FieldReader.valueOf(struct, fields[i]) : struct.get(fields[i]);
            // the leaves of telemetry: a direct call, which the compiler can inline
            if (children[i] instanceof Node.Scalar leaf) {
                leaf.append(inner, rep, columns);
            } else {
                children[i].append(inner, rep, columns);
            }
        }
    }
}
