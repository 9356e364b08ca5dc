package org.lsst.efd.connect.common.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A worker that drives a {@link SinkPipeline} as Connect drives a task: it polls, delivers a batch again after {@link
 * RetriableException}, filters that batch by the renamed topic at a rebalance, goes back where the task asked, commits,
 * and crashes. One partition of the log is a list of records whose index is the offset.
 */
public final class FakeConnect {
    private final Map<TopicPartition, List<SinkRecord>> log = new HashMap<>();
    private final UnaryOperator<@Nullable SinkRecord> transform;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> polled = new HashMap<>();
    private final List<SinkRecord> batch = new ArrayList<>();
    private final Set<TopicPartition> everAssigned = new HashSet<>();
    private boolean isRedelivering;
    private FakeSinkTaskContext context;
    private SinkPipeline pipeline;

    /**
     * A worker without partitions.
     *
     * @param transform what transforms make of a record; null drops it
     */
    public FakeConnect(
            UnaryOperator<@Nullable SinkRecord> transform, FakeSinkTaskContext context, SinkPipeline pipeline) {
        this.transform = transform;
        this.context = context;
        this.pipeline = pipeline;
    }

    /** Appends a record to the log; its offset is the number of records before it. */
    public void produce(TopicPartition partition, SinkRecord record) {
        log.computeIfAbsent(partition, p -> new ArrayList<>()).add(record);
    }

    public List<SinkRecord> records(TopicPartition partition) {
        return log.getOrDefault(partition, List.of());
    }

    /** What the group has committed; 0 before the first time. */
    public long committed(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }

    /** Has the group begin at an offset, as it does where earlier records are gone. */
    public void startAt(TopicPartition partition, long offset) {
        committed.put(partition, offset);
    }

    public Set<TopicPartition> assigned() {
        return Set.copyOf(context.mutableAssignment());
    }

    /** Polls up to so many records of each partition that is neither paused nor left out, and delivers them. */
    public void poll(int recordsPerPartition, Collection<TopicPartition> from) {
        rewind();
        if (!isRedelivering) {
            for (TopicPartition partition : from) {
                if (context.mutableAssignment().contains(partition)
                        && !context.paused().contains(partition)) {
                    fetch(partition, recordsPerPartition);
                }
            }
        }
        deliver();
    }

    private void fetch(TopicPartition partition, int count) {
        long position = positions.getOrDefault(partition, 0L);
        long end = Math.min(position + count, records(partition).size());
        for (long offset = position; offset < end; offset++) {
            SinkRecord transformed =
                    transform.apply(converted(records(partition).get((int) offset)));
            polled.put(partition, new OffsetAndMetadata(offset + 1));
            if (transformed != null) {
                batch.add(transformed);
            }
        }
        positions.put(partition, end);
    }

    /** Each time Connect reads a record it makes a new object of it. */
    private static SinkRecord converted(SinkRecord record) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }

    private void deliver() {
        try {
            pipeline.put(new ArrayList<>(batch));
        } catch (RetriableException storeAway) {
            isRedelivering = true;
            return;
        }
        current.putAll(polled);
        polled.clear();
        batch.clear();
        isRedelivering = false;
    }

    /** Rebalances happen inside a poll, which goes back first. */
    private void rewind() {
        context.takeOffsets().forEach((partition, offset) -> {
            if (context.mutableAssignment().contains(partition)) {
                positions.put(partition, offset);
                current.put(partition, new OffsetAndMetadata(offset));
            }
        });
    }

    /** Commits what the task allows of all partitions. */
    public void commit() {
        commit(Map.copyOf(current));
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        pipeline.preCommit(offsets).forEach((partition, offset) -> {
            OffsetAndMetadata consumed = offsets.get(partition);
            if (consumed != null && offset.offset() <= consumed.offset()) {
                committed.put(partition, offset.offset());
            }
        });
    }

    /** Takes partitions away: commits, closes, and drops their records from a batch that will come again. */
    public void revoke(Collection<TopicPartition> partitions) {
        rewind();
        Map<TopicPartition, OffsetAndMetadata> theirs = new HashMap<>(current);
        theirs.keySet().retainAll(partitions);
        commit(theirs);
        lose(partitions);
    }

    /** Takes partitions away without a commit. */
    public void lose(Collection<TopicPartition> partitions) {
        rewind();
        pipeline.close(partitions);
        partitions.forEach(current::remove);
        partitions.forEach(polled::remove);
        partitions.forEach(positions::remove);
        context.mutableAssignment().removeAll(partitions);
        batch.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.kafkaPartition())));
    }

    /** Assigns partitions from the committed offsets on. */
    public void assign(Collection<TopicPartition> partitions) {
        context.mutableAssignment().addAll(partitions);
        everAssigned.addAll(partitions);
        for (TopicPartition partition : partitions) {
            positions.put(partition, committed(partition));
            current.put(partition, new OffsetAndMetadata(committed(partition)));
        }
        isRedelivering = isRedelivering && !batch.isEmpty();
        context.paused().retainAll(context.mutableAssignment());
        pipeline.open(partitions);
        rewind();
    }

    /** Stops the task: Connect closes all partitions it ever had. */
    public void stop() {
        commit();
        pipeline.close(everAssigned);
        pipeline.stop();
    }

    /** The worker dies and another goes on from what was committed. */
    public void crash(FakeSinkTaskContext newContext, SinkPipeline newPipeline) {
        Set<TopicPartition> partitions = assigned();
        context = newContext;
        pipeline = newPipeline;
        positions.clear();
        current.clear();
        polled.clear();
        batch.clear();
        everAssigned.clear();
        isRedelivering = false;
        assign(partitions);
    }
}
