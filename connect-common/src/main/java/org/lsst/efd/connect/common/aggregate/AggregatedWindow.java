package org.lsst.efd.connect.common.aggregate;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A closed window as a record.
 *
 * @param topic where it goes
 * @param keySchema null with {@code key}
 * @param key as {@code key.mode} says
 * @param sourceSchema of the records it was made of; where there were several, the newest
 * @param schema of the value
 * @param value {@code time}, {@code window_size}, {@code count}, the group fields and the statistics
 * @param timestampMs the Kafka timestamp
 * @param groupFields names of the group fields in the value, in order
 * @param droppedColumns number of columns that records of the window had, but not the newest of their schemas
 */
public record AggregatedWindow(
        String topic,
        @Nullable Schema keySchema,
        @Nullable Struct key,
        Schema sourceSchema,
        Schema schema,
        Struct value,
        long timestampMs,
        List<String> groupFields,
        int droppedColumns) {
    public AggregatedWindow {
        groupFields = List.copyOf(groupFields);
    }
}
