package org.lsst.efd.connect.common.sink;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way from a stage to a destination.
 *
 * @param record what to write: topic, schemas, key, value, headers
 * @param source the consumed record that released it, which is what a bad record report names; {@code record} itself
 *     unless a stage made it
 * @param partition topic and partition of {@code source} as consumed
 * @param neededOffset from where the partition must be read again as long as this is not safe; within one opening it
 *     does not go down from record to record of a partition
 * @param toldOffset offset of {@code source}; all records of one told offset must become durable together
 * @param window the window it tells; null for a record that was passed through
 */
public record OutgoingRecord(
        SinkRecord record,
        SinkRecord source,
        TopicPartition partition,
        long neededOffset,
        long toldOffset,
        @Nullable WindowIdentity window) {

    /** Where reading starts again once this record, and all before it, are durable: what a position of one's own stores. */
    public long nextNeededOffset() {
        return window == null ? toldOffset + 1 : neededOffset;
    }

    /**
     * The error for a bad record report: for a window it names topic and window too, since the report holds the record
     * that closed it.
     */
    public DataException error(String reason) {
        return window == null
                ? new DataException(reason)
                : new DataException("the window of " + record.topic() + " from "
                        + Instant.ofEpochSecond(0, window.startNs()) + " to " + Instant.ofEpochSecond(0, window.endNs())
                        + ": " + reason);
    }

    /** A consumed record that passes as it is. */
    public static OutgoingRecord passing(SinkRecord record, TopicPartition partition) {
        long offset = record.originalKafkaOffset();
        return new OutgoingRecord(record, record, partition, offset, offset, null);
    }
}
