package org.lsst.efd.benchmarks.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records without end, runs of equal length of each topic in turn, as a consumer returns them. */
final class RowFlow {
    private static final int VALUES = 2_000;
    private static final long BEGIN_MS = 1_700_000_000_000L;

    private final RowShape shape;
    private final List<Struct> values;
    private final List<TopicPartition> partitions;
    private long records;
    private List<Struct> refused = List.of();
    private long refusedFrom = Long.MAX_VALUE;
    private int refusedOneIn = 1;

    RowFlow(RowShape shape, int topics) {
        this.values = shape.records(VALUES);
        this.shape = shape;
        this.partitions = IntStream.range(0, topics)
                .mapToObj(topic -> new TopicPartition(String.format("benchmark_%03d", topic), 0))
                .toList();
    }

    /** How many keys there are: an upsert of more records replaces rows. */
    static int keys() {
        return VALUES;
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    long records() {
        return records;
    }

    /** From now on one in so many records of the only topic has a negative number. */
    void refuseOneIn(int count) {
        refused = shape.records(VALUES);
        refused.forEach(value -> value.put(RowShape.CHECKED, -1));
        refusedFrom = records;
        refusedOneIn = count;
    }

    /** How many these were. */
    long refused() {
        return refusedFrom > records ? 0 : records / refusedOneIn - refusedFrom / refusedOneIn;
    }

    List<SinkRecord> next(int count) {
        int ofTopic = count / partitions.size();
        List<SinkRecord> batch = new ArrayList<>(count);
        for (TopicPartition partition : partitions) {
            for (int i = 0; i < ofTopic; i++) {
                long offset = records / count * ofTopic + i;
                boolean isRefused = offset >= refusedFrom && offset % refusedOneIn == refusedOneIn - 1;
                Struct value = (isRefused ? refused : values).get((int) (offset % VALUES));
                batch.add(new SinkRecord(
                        partition.topic(),
                        0,
                        null,
                        null,
                        value.schema(),
                        value,
                        offset,
                        BEGIN_MS + offset,
                        TimestampType.CREATE_TIME));
            }
        }
        records += (long) ofTopic * partitions.size();
        return batch;
    }
}
