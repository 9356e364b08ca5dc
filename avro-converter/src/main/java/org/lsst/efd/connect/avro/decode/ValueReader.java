package org.lsst.efd.connect.avro.decode;

import org.jspecify.annotations.Nullable;

/** Reads one value of one schema. Not thread-safe, because some remember what they read last. */
interface ValueReader {
    /**
     * The next value.
     *
     * @throws DamagedBytesException if the bytes are not a value of the schema
     */
    @Nullable
    Object read(ByteCursor in);
}
