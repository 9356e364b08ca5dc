package org.lsst.efd.connect.avro.decode;

/** Reads the types of Avro that are plain Java values; a record reads them without asking here. */
enum ScalarReader implements ValueReader {
    DOUBLE(RecordReader.Step.DOUBLE) {
        @Override
        public Object read(ByteCursor in) {
            return in.readDouble();
        }
    },
    FLOAT(RecordReader.Step.FLOAT) {
        @Override
        public Object read(ByteCursor in) {
            return in.readFloat();
        }
    },
    INT(RecordReader.Step.INT) {
        @Override
        public Object read(ByteCursor in) {
            return in.readInt();
        }
    },
    LONG(RecordReader.Step.LONG) {
        @Override
        public Object read(ByteCursor in) {
            return in.readLong();
        }
    },
    BOOLEAN(RecordReader.Step.BOOLEAN) {
        @Override
        public Object read(ByteCursor in) {
            return in.readBoolean();
        }
    };

    private final int kind;

    ScalarReader(int kind) {
        this.kind = kind;
    }

    /** How a record reads it. */
    int kind() {
        return kind;
    }
}
