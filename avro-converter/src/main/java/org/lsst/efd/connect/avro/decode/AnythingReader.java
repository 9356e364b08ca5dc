package org.lsst.efd.connect.avro.decode;

import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.schema.AvroProperties;

/** Reads the record for values without a schema: one nullable field per type, of which at most one is set. */
final class AnythingReader implements ValueReader {
    private static final int MAX_DEPTH = 256;

    private final ValueReader[] fields;
    private int depth;

    AnythingReader(Schema schema) {
        fields = new ValueReader[schema.getFields().size()];
        for (Schema.Field field : schema.getFields()) {
            int nullBranch = AvroProperties.nullBranchOfPair(field.schema());
            if (nullBranch < 0) {
                throw new DataException("field " + field.name() + " of " + schema.getFullName() + " is not nullable");
            }
            Schema type = field.schema().getTypes().get(1 - nullBranch);
            fields[field.pos()] = new NullableReader(reader(type), nullBranch);
        }
    }

    private ValueReader reader(Schema type) {
        return switch (type.getType()) {
            case BOOLEAN -> ScalarReader.BOOLEAN;
            case BYTES -> in -> ByteBuffer.wrap(in.readBytes(in.readLength()));
            case DOUBLE -> ScalarReader.DOUBLE;
            case FLOAT -> ScalarReader.FLOAT;
            case INT -> ScalarReader.INT;
            case LONG -> ScalarReader.LONG;
            case STRING -> ByteCursor::readString;
            case ARRAY ->
                AvroProperties.isMapEntry(type.getElementType())
                        ? new MapReader(this, this, false, EncodedSize.min(type.getElementType()))
                        : new ListReader(this, EncodedSize.min(type.getElementType()));
            case RECORD, ENUM, MAP, UNION, FIXED, NULL ->
                throw new DataException("a value without a schema cannot be of Avro type " + type.getName());
        };
    }

    @Override
    public @Nullable Object read(ByteCursor in) {
        if (depth == MAX_DEPTH) {
            throw in.damage("values without a schema are nested more than " + MAX_DEPTH + " deep");
        }
        depth++;
        try {
            Object value = null;
            for (ValueReader field : fields) {
                Object read = field.read(in);
                if (read != null) {
                    if (value != null) {
                        throw in.damage("a value without a schema is of two types");
                    }
                    value = read;
                }
            }
            return value;
        } finally {
            depth--;
        }
    }
}
