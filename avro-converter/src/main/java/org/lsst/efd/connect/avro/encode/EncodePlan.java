package org.lsst.efd.connect.avro.encode;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.schema.AvroProperties;
import org.lsst.efd.connect.avro.schema.MappingOptions;

/**
 * How values of one Connect schema become bytes of one Avro schema: compiled once, used for every value. Immutable;
 * thread-safe.
 */
public final class EncodePlan {
    private final org.apache.kafka.connect.data.@Nullable Schema schema;
    private final boolean isBytes;
    private final int nullBranch;
    private final ValueWriter writer;

    private EncodePlan(
            org.apache.kafka.connect.data.@Nullable Schema schema,
            boolean isBytes,
            int nullBranch,
            ValueWriter writer) {
        this.schema = schema;
        this.isBytes = isBytes;
        this.nullBranch = nullBranch;
        this.writer = writer;
    }

    /**
     * The plan for values of a Connect schema (null for values without one) in an Avro schema.
     *
     * @throws org.apache.kafka.connect.errors.DataException if they do not fit, naming the field
     */
    public static EncodePlan compile(
            org.apache.kafka.connect.data.@Nullable Schema connect, Schema avro, MappingOptions options) {
        if (connect == null) {
            if (!AvroProperties.isAnything(avro)) {
                throw new org.apache.kafka.connect.errors.DataException(
                        "data without a schema cannot be written as Avro type " + avro.getFullName());
            }
            return new EncodePlan(null, false, -1, new AnythingWriter());
        }
        return new EncodePlan(
                connect,
                avro.getType() == Schema.Type.BYTES,
                WriterCompiler.nullBranch(avro),
                new WriterCompiler(options).compile(connect, avro));
    }

    /**
     * Writes a value at the end of a buffer.
     *
     * @throws UnwritableValueException if it is not a value of the schema
     */
    public void encode(@Nullable Object value, AvroOutput out) {
        if (value != null) {
            writer.write(value, out);
        } else if (nullBranch >= 0) {
            out.writeLong(nullBranch);
        } else {
            throw new UnwritableValueException("null, but a value is required");
        }
    }

    /**
     * Writes a value whose Avro schema, if it is {@code bytes}, does without Avro's length in front of them.
     *
     * @throws UnwritableValueException as {@link #encode}
     */
    public void encodeUnprefixed(@Nullable Object value, AvroOutput out) {
        if (isBytes && value != null && schema != null) {
            out.writeRaw(WriterCompiler.bytesOf(schema, value));
        } else {
            encode(value, out);
        }
    }
}
