package org.lsst.efd.benchmarks.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Records without end, runs of equal length of each topic in turn, as a consumer returns them. */
final class RowFlow {
    private static final int VALUES = 2_000;
    private static final long BEGIN_MS = 1_700_000_000_000L;

    private final RowShape shape;
    private final List<Struct> values;
    private final List<TopicPartition> partitions;
    /** The next offset of each partition. */
    private final long[] offsets;

    private final boolean isKeyed;

    private int turn;
    private List<Struct> special = List.of();
    private int specialOneIn = Integer.MAX_VALUE;
    private long specialFrom;
    private @Nullable Fault fault;

    RowFlow(RowShape shape, int topics) {
        this(shape, topics, shape.schema(), false);
    }

    /** Of one topic, whose records are made bad by {@link #spoilOneIn}. */
    static RowFlow faulty(RowShape shape, Fault fault) {
        return new RowFlow(shape, 1, fault.schema(shape), fault.isOfKey());
    }

    private RowFlow(RowShape shape, int topics, Schema schema, boolean isKeyed) {
        this.values = shape.records(VALUES, schema);
        this.shape = shape;
        this.isKeyed = isKeyed;
        this.partitions = IntStream.range(0, topics)
                .mapToObj(topic -> new TopicPartition(String.format("benchmark_%03d", topic), 0))
                .toList();
        this.offsets = new long[topics];
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    long records() {
        return LongStream.of(offsets).sum();
    }

    /** The next offset of each partition. */
    Map<TopicPartition, OffsetAndMetadata> positions() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (int i = 0; i < offsets.length; i++) {
            positions.put(partitions.get(i), new OffsetAndMetadata(offsets[i]));
        }
        return positions;
    }

    /** How many keys the records so far have: an upsert of more replaces rows. */
    long keys() {
        return LongStream.of(offsets).map(offset -> Math.min(offset, VALUES)).sum();
    }

    /** From now on one in so many records is bad. */
    void spoilOneIn(Fault what, int count) {
        special = shape.records(VALUES, what.schema(shape));
        special.forEach(what::spoil);
        fault = what;
        specialOneIn = count;
        specialFrom = records();
    }

    /** Every second record has a later version of the schema. */
    void alternateVersions() {
        special = shape.records(VALUES, shape.laterSchema());
        specialOneIn = 2;
    }

    /** How many of the records of the only topic cannot be stored. */
    long refused() {
        boolean isRefused = fault != null && fault.isRefused();
        return isRefused ? offsets[0] / specialOneIn - specialFrom / specialOneIn : 0;
    }

    List<SinkRecord> next(int count) {
        int run = Math.max(1, count / partitions.size());
        List<SinkRecord> batch = new ArrayList<>(count);
        while (batch.size() + run <= count) {
            for (int i = 0; i < run; i++) {
                batch.add(next(partitions.get(turn).topic(), offsets[turn]++));
            }
            turn = (turn + 1) % offsets.length;
        }
        return batch;
    }

    private SinkRecord next(String topic, long offset) {
        boolean isSpecial = offset >= specialFrom && offset % specialOneIn == specialOneIn - 1;
        Struct value = (isSpecial ? special : values).get((int) (offset % VALUES));
        Long key = !isKeyed ? null : isSpecial && fault != null ? fault.key(offset) : Long.valueOf(offset);
        return new SinkRecord(
                topic,
                0,
                key == null ? null : Schema.INT64_SCHEMA,
                key,
                value.schema(),
                value,
                offset,
                BEGIN_MS + offset,
                TimestampType.CREATE_TIME);
    }
}
