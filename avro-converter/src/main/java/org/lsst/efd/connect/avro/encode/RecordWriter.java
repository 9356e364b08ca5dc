package org.lsst.efd.connect.avro.encode;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Writes a struct as a record, field by field in the order of the record: the hot loop of encoding. */
final class RecordWriter implements ValueWriter {
    private final Schema schema;
    private final Step[] steps;

    RecordWriter(Schema schema, Step[] steps) {
        this.schema = schema;
        this.steps = steps;
    }

    @Override
    public void write(Object value, AvroOutput out) {
        if (!(value instanceof Struct struct)) {
            throw UnwritableValueException.wrongType("Struct", value);
        }
        if (struct.schema() != schema && !hasSameFields(struct.schema())) {
            throw new UnwritableValueException("the struct has another schema than its field");
        }
        int i = 0;
        try {
            for (; i < steps.length; i++) {
                steps[i].write(struct, out);
            }
        } catch (UnwritableValueException unwritable) {
            throw unwritable.within(steps[i].name());
        }
    }

    /** Whether a schema is the same but for what stands around it: a default, being optional, documentation. */
    private boolean hasSameFields(Schema other) {
        return other.equals(schema)
                || (other.type() == Schema.Type.STRUCT && other.fields().equals(schema.fields()));
    }

    /** What to write for one field of the record. */
    sealed interface Step {
        String name();

        void write(Struct struct, AvroOutput out);
    }

    /**
     * A field of the struct.
     *
     * @param nullBranch the index of null in the union of null and the type, -1 if null is not allowed
     * @param keepsNull whether null stays null although the field has a default
     */
    record FromField(Field field, ValueWriter writer, int nullBranch, boolean keepsNull, String name) implements Step {
        @Override
        public void write(Struct struct, AvroOutput out) {
            Object value = keepsNull ? struct.getWithoutDefault(field.name()) : struct.get(field);
            if (value == null) {
                if (nullBranch < 0) {
                    throw new UnwritableValueException("null, but a value is required");
                }
                out.writeLong(nullBranch);
                return;
            }
            if (nullBranch >= 0) {
                out.writeByte(nullBranch == 0 ? 2 : 0);
            }
            if (writer instanceof ScalarWriter scalar) {
                writeScalar(scalar, value, out);
            } else {
                writer.write(value, out);
            }
        }

        private static void writeScalar(ScalarWriter writer, Object value, AvroOutput out) {
            switch (writer) {
                case DOUBLE -> out.writeDouble(ScalarWriter.asDouble(value));
                case FLOAT -> out.writeFloat(ScalarWriter.asFloat(value));
                case INT -> out.writeLong(ScalarWriter.asInt(value));
                case LONG -> out.writeLong(ScalarWriter.asLong(value));
                case BOOLEAN -> out.writeBoolean(ScalarWriter.asBoolean(value));
                case STRING -> out.writeString(ScalarWriter.asString(value));
            }
        }
    }

    /** A field of the struct whose type in Avro is a union of more than null and one type. */
    record FromUnion(Field field, ValueWriter writer, int nullBranch, String name) implements Step {
        @Override
        public void write(Struct struct, AvroOutput out) {
            Object value = struct.get(field);
            if (value == null) {
                out.writeLong(nullBranch);
            } else {
                writer.write(value, out);
            }
        }
    }

    /** A field that the struct does not have: its default, encoded. */
    static final class FromDefault implements Step {
        private final byte[] encoded;
        private final String name;

        FromDefault(byte[] encoded, String name) {
            this.encoded = encoded;
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void write(Struct struct, AvroOutput out) {
            out.writeRaw(encoded);
        }
    }
}
