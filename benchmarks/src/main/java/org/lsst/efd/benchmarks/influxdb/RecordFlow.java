package org.lsst.efd.benchmarks.influxdb;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records without end, a few from each topic at a time as a consumer returns them, no two of a topic at one time. */
final class RecordFlow {
    private static final int VALUES = 1_000;
    private static final long BEGIN_MS = 1_700_000_000_000L;

    private final List<Struct> values;
    private final List<TopicPartition> partitions;
    private final Struct conflicting;
    private final int conflictEvery;
    private long records;

    RecordFlow(PointShape shape, int topics) {
        this(shape, topics, 0);
    }

    /** The same, but every so often there is a record that gives {@link PointShape#COUNTED} another type; 0 for none. */
    RecordFlow(PointShape shape, int topics, int conflictEvery) {
        this.conflictEvery = conflictEvery;
        Schema schema = SchemaBuilder.struct()
                .field(PointShape.COUNTED, Schema.FLOAT64_SCHEMA)
                .build();
        this.conflicting = new Struct(schema).put(PointShape.COUNTED, 0.5);
        this.values = shape.records(VALUES);
        this.partitions = IntStream.range(0, topics)
                .mapToObj(topic -> new TopicPartition(String.format("benchmark-%03d", topic), 0))
                .toList();
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    /** How many records have been taken. */
    long records() {
        return records;
    }

    /** The next records: runs of equal length of each topic in turn. */
    List<SinkRecord> next(int count) {
        List<SinkRecord> batch = new ArrayList<>(count);
        int ofTopic = count / partitions.size();
        for (TopicPartition partition : partitions) {
            for (int i = 0; i < ofTopic; i++) {
                batch.add(record(partition, records / count * ofTopic + i));
            }
        }
        records += count;
        return batch;
    }

    private SinkRecord record(TopicPartition partition, long offset) {
        boolean isConflict = conflictEvery > 0 && offset % conflictEvery == conflictEvery - 1;
        Struct value = isConflict ? conflicting : values.get((int) (offset % VALUES));
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
