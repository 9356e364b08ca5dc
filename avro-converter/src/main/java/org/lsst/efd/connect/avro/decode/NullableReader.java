package org.lsst.efd.connect.avro.decode;

import org.jspecify.annotations.Nullable;

/** Reads a union of null and one type. */
record NullableReader(ValueReader reader, int nullBranch) implements ValueReader {
    @Override
    public @Nullable Object read(ByteCursor in) {
        return in.readEither() == nullBranch ? null : reader.read(in);
    }
}
