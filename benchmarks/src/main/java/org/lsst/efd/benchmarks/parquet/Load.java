package org.lsst.efd.benchmarks.parquet;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.parquet.columnar.Codec;

/**
 * What is written in one go: the same number of rows of each topic, a few of each in turn as a consumer returns them, into
 * one file of each.
 */
record Load(RowKind kind, Codec codec, int topics) {
    private static final int POLL_RECORDS = 500;
    private static final long BEGIN_MS = 1_700_000_000_000L;

    int rowsOfTopic() {
        return kind.rows() / topics;
    }

    int rows() {
        return rowsOfTopic() * topics;
    }

    /** Rows of a topic that follow each other. */
    int run() {
        return Math.min(rowsOfTopic(), POLL_RECORDS / topics);
    }

    List<TopicPartition> partitions() {
        return IntStream.range(0, topics)
                .mapToObj(topic -> new TopicPartition(String.format("benchmark-%03d", topic), 0))
                .toList();
    }

    /** All values: those of the first topic, then those of the second. */
    List<Struct> values() {
        return kind.values(rows());
    }

    /** The value of a row of a topic. */
    Struct value(List<Struct> values, int topic, int row) {
        return values.get(topic * rowsOfTopic() + row);
    }

    static SinkRecord record(TopicPartition partition, long offset, Struct value) {
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                null,
                null,
                value.schema(),
                value,
                offset,
                BEGIN_MS + offset,
                TimestampType.CREATE_TIME);
    }
}
