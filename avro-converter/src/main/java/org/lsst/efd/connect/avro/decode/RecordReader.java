package org.lsst.efd.connect.avro.decode;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record into a struct, step by step: the hot loop of decoding. The kinds that make up telemetry are read in the
 * loop itself; everything else through a reader of its own.
 */
final class RecordReader implements ValueReader {
    private final Schema schema;
    private final Step[] steps;

    RecordReader(Schema schema, Step[] steps) {
        this.schema = schema;
        this.steps = steps;
    }

    @Override
    public Struct read(ByteCursor in) {
        Struct struct = empty();
        fill(in, struct);
        return struct;
    }

    private Struct empty() {
        return new Struct(schema);
    }

    private void fill(ByteCursor in, Struct struct) {
        int i = 0;
        try {
            for (; i < steps.length; i++) {
                Step step = steps[i];
                if (step.nullBranch < 0 || in.readEither() != step.nullBranch) {
                    read(step, in, struct);
                }
            }
        } catch (DamagedBytesException damage) {
            throw damage.within(steps[i].name);
        }
    }

    private static void read(Step step, ByteCursor in, Struct struct) {
        switch (step.kind) {
            case Step.DOUBLE -> struct.put(step.field, in.readDouble());
            case Step.FLOAT -> struct.put(step.field, in.readFloat());
            case Step.INT -> struct.put(step.field, in.readInt());
            case Step.LONG -> struct.put(step.field, in.readLong());
            case Step.BOOLEAN -> struct.put(step.field, in.readBoolean());
            case Step.COLLECTION -> {
                CollectionReader reader = step.collection();
                int count = in.readBlockCount(reader.minItemBytes());
                Object collection = reader.create(CollectionReader.capacity(in, count));
                struct.put(step.field, collection);
                reader.fill(in, collection, count);
            }
            case Step.RECORD -> {
                // a struct checks all that is within what is put into it: nothing yet
                RecordReader reader = step.record();
                Struct inner = reader.empty();
                struct.put(step.field, inner);
                reader.fill(in, inner);
            }
            case Step.SKIP -> step.skipper().skip(in);
            default -> {
                Object value = step.reader().read(in);
                if (value != null) {
                    struct.put(step.field, value);
                }
            }
        }
    }

    /** What to do with the next bytes of a record. Not a record itself: its fields are read once per value. */
    static final class Step {
        static final int OTHER = 0;
        static final int DOUBLE = 1;
        static final int FLOAT = 2;
        static final int INT = 3;
        static final int LONG = 4;
        static final int BOOLEAN = 5;
        static final int COLLECTION = 6;
        static final int SKIP = 7;
        static final int RECORD = 8;

        private final int kind;
        private final int nullBranch;
        private final @Nullable Field field;
        private final Object work;
        private final String name;

        private Step(int kind, int nullBranch, @Nullable Field field, Object work, String name) {
            this.kind = kind;
            this.nullBranch = nullBranch;
            this.field = field;
            this.work = work;
            this.name = name;
        }

        /** Reads a field. */
        static Step into(Field field, ValueReader reader) {
            if (reader instanceof NullableReader nullable) {
                return into(field, nullable.reader(), nullable.nullBranch());
            }
            return into(field, reader, -1);
        }

        private static Step into(Field field, ValueReader reader, int nullBranch) {
            return new Step(kindOf(reader), nullBranch, StructFields.forPutting(field), reader, field.name());
        }

        private static int kindOf(ValueReader reader) {
            if (reader instanceof ScalarReader scalar) {
                return scalar.kind();
            }
            if (reader instanceof RecordReader record) {
                return StructFields.canBeEmpty(record.schema) ? RECORD : OTHER;
            }
            return reader instanceof CollectionReader ? COLLECTION : OTHER;
        }

        /** Goes past fields. */
        static Step past(Skipper skipper, String firstName) {
            return new Step(SKIP, -1, null, skipper, firstName);
        }

        private ValueReader reader() {
            return (ValueReader) work;
        }

        private CollectionReader collection() {
            return (CollectionReader) work;
        }

        private RecordReader record() {
            return (RecordReader) work;
        }

        private Skipper skipper() {
            return (Skipper) work;
        }
    }
}
