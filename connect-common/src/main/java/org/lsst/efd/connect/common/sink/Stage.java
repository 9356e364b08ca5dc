package org.lsst.efd.connect.common.sink;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.metrics.TaskMetrics;

/** What stands between the gate and the destination: passes records, or makes windows of them. Task thread only. */
public interface Stage extends HoldsOffsets {
    /** A partition begins; nothing of it is known. */
    void open(TopicPartition partition);

    /** A partition ends; all of it is forgotten. */
    void close(TopicPartition partition);

    /**
     * Takes a record, each once and in order within an opening.
     *
     * @throws DataException if this record is bad; then it has changed nothing and put nothing out
     */
    void accept(SinkRecord record, TopicPartition partition, Output output);

    /** Called at the end of each {@code put}, for what happens by the wall clock. */
    default void heartbeat(long nowMs, Output output) {}

    /** Shows what it counts. */
    default void registerIn(TaskMetrics metrics) {}
}
