package org.lsst.efd.connect.avro.encode;

/** Writes one value of one schema. */
interface ValueWriter {
    /**
     * Writes a value, which is not null.
     *
     * @throws UnwritableValueException if it is not a value of the schema
     */
    void write(Object value, AvroOutput out);
}
