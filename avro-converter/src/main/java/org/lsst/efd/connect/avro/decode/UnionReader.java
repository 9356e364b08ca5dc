package org.lsst.efd.connect.avro.decode;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads a union into a struct of which one field is set, or into null. */
final class UnionReader implements ValueReader {
    private final Schema schema;
    private final @Nullable Field[] fields;
    private final ValueReader[] branches;

    /**
     * A reader.
     *
     * @param fields the field of each branch, null for the null branch
     */
    UnionReader(Schema schema, @Nullable Field[] fields, ValueReader[] branches) {
        this.schema = schema;
        this.fields = fields;
        this.branches = branches;
    }

    @Override
    public @Nullable Object read(ByteCursor in) {
        int branch = in.readIndex(branches.length);
        Field field = fields[branch];
        if (field == null) {
            return null;
        }
        try {
            return new Struct(schema).put(field.name(), branches[branch].read(in));
        } catch (DamagedBytesException damage) {
            throw damage.within(field.name());
        }
    }
}
