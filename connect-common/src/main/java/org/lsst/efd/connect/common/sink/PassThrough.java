package org.lsst.efd.connect.common.sink;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The stage that passes every record as it is and holds nothing. */
public final class PassThrough implements Stage {
    @Override
    public void open(TopicPartition partition) {}

    @Override
    public void close(TopicPartition partition) {}

    @Override
    public void accept(SinkRecord record, TopicPartition partition, Output output) {
        output.emit(OutgoingRecord.passing(record, partition));
    }

    @Override
    public OptionalLong oldestNeededOffset(TopicPartition partition) {
        return OptionalLong.empty();
    }
}
