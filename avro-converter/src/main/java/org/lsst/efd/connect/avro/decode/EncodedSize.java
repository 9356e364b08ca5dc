package org.lsst.efd.connect.avro.decode;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;

/** How many bytes a value takes, as far as its schema says. */
final class EncodedSize {
    private static final int VARIABLE = -1;

    private EncodedSize() {}

    /** The sum, or the largest int: no message is longer. */
    static int sum(int some, int more) {
        return (int) Math.min(Integer.MAX_VALUE, (long) some + more);
    }

    /** The bytes that every value of a schema takes, or -1 if they differ. */
    static int fixed(Schema schema) {
        return fixed(schema, new HashSet<>());
    }

    private static int fixed(Schema schema, Set<String> open) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case BOOLEAN -> 1;
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case FIXED -> schema.getFixedSize();
            case RECORD -> {
                if (!open.add(schema.getFullName())) {
                    yield VARIABLE;
                }
                int sum = 0;
                for (Schema.Field field : schema.getFields()) {
                    int bytes = fixed(field.schema(), open);
                    if (bytes < 0) {
                        open.remove(schema.getFullName());
                        yield VARIABLE;
                    }
                    sum = sum(sum, bytes);
                }
                open.remove(schema.getFullName());
                yield sum;
            }
            case INT, LONG, ENUM, STRING, BYTES, ARRAY, MAP, UNION -> VARIABLE;
        };
    }

    /** The least bytes that a value of a schema takes. */
    static int min(Schema schema) {
        return min(schema, new HashSet<>());
    }

    private static int min(Schema schema, Set<String> open) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case BOOLEAN, INT, LONG, ENUM, STRING, BYTES, ARRAY, MAP, UNION -> 1;
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case FIXED -> schema.getFixedSize();
            case RECORD -> {
                int sum = 0;
                if (open.add(schema.getFullName())) {
                    for (Schema.Field field : schema.getFields()) {
                        sum = sum(sum, min(field.schema(), open));
                    }
                    open.remove(schema.getFullName());
                }
                yield sum;
            }
        };
    }
}
