package org.lsst.efd.connect.telemetry.signal;

import org.jspecify.annotations.Nullable;

/** The value of one field: a pure function of the record's number and time. Thread-safe. */
@FunctionalInterface
public interface FieldValue {
    /**
     * The value, of the class that the field's schema asks for; null only where the schema allows it.
     *
     * @param sequence number of the record in its topic
     * @param timeNs the time the record is about, nanoseconds since the epoch, UTC
     */
    @Nullable
    Object at(long sequence, long timeNs);
}
