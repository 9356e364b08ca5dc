package org.lsst.efd.connect.telemetry.stream;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** What one topic says: each record a pure function of its number and time. Implementations are thread-safe. */
public interface Telemetry {
    /** The schema of every record of the topic; always the same instance. */
    Schema schema();

    /**
     * Makes one record.
     *
     * @param sequence number of the record in its topic, 0 or more
     * @param timeNs the time the record is about, nanoseconds since the epoch, UTC
     */
    Struct record(long sequence, long timeNs);
}
