package org.lsst.efd.connect.common.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A sink task, driven as a worker would: records in, heartbeats, commits. Not thread-safe. */
public final class RunningTask implements AutoCloseable {
    private static final long LIMIT_MS = TimeUnit.MINUTES.toMillis(3);

    private final SinkTask task;
    private final FakeSinkTaskContext context;
    private final Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();

    /** Starts a task; settings are added, each as {@code key=value}. */
    public RunningTask(SinkTask task, Map<String, String> configuration, boolean hasReporter, String... settings) {
        Map<String, String> all = new HashMap<>(configuration);
        Arrays.stream(settings).forEach(setting -> {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        });
        this.task = task;
        this.context = new FakeSinkTaskContext(all, hasReporter);
        task.initialize(context);
        task.start(all);
    }

    /** What Connect gave it. */
    public FakeSinkTaskContext context() {
        return context;
    }

    /** The task itself. */
    public SinkTask task() {
        return task;
    }

    /** Assigns partitions, and begins where the task wants it. */
    public void open(TopicPartition... partitions) {
        context.mutableAssignment().addAll(List.of(partitions));
        task.open(List.of(partitions));
    }

    /** Takes partitions away. */
    public void close(TopicPartition... partitions) {
        task.close(List.of(partitions));
        List.of(partitions).forEach(context.mutableAssignment()::remove);
        List.of(partitions).forEach(consumed::remove);
    }

    /** A record with a Kafka timestamp. */
    public static SinkRecord record(
            TopicPartition partition, long offset, @Nullable Schema schema, @Nullable Object value, long timeMs) {
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                null,
                null,
                schema,
                value,
                offset,
                timeMs,
                TimestampType.CREATE_TIME);
    }

    /** Delivers records. */
    public void put(SinkRecord... records) {
        put(List.of(records));
    }

    /** Delivers records. */
    public void put(List<SinkRecord> records) {
        for (SinkRecord record : records) {
            consumed.put(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    new OffsetAndMetadata(record.originalKafkaOffset() + 1));
        }
        task.put(records);
    }

    /** The offset that would be committed now; -1 for none. */
    public long committable(TopicPartition partition) {
        OffsetAndMetadata offset = task.preCommit(consumed).get(partition);
        return offset == null ? -1 : offset.offset();
    }

    /** Polls nothing, as an idle worker does, until all that was put may be committed. */
    public void awaitCommitted() {
        await(() -> {
            Map<TopicPartition, OffsetAndMetadata> committable = task.preCommit(consumed);
            return consumed.entrySet().stream()
                    .allMatch(entry -> entry.getValue().equals(committable.get(entry.getKey())));
        });
    }

    /** Polls what the task went back to, and nothing else, until all that was put may be committed. */
    public void awaitCommittedOrRewound(BiFunction<Long, Long, List<SinkRecord>> log) {
        Map<TopicPartition, OffsetAndMetadata> ends = Map.copyOf(consumed);
        await(() -> {
            context.takeOffsets().forEach((partition, offset) -> {
                consumed.put(partition, new OffsetAndMetadata(offset));
                OffsetAndMetadata end = ends.get(partition);
                if (end != null) {
                    put(log.apply(offset, end.offset()));
                }
            });
            return ends.entrySet().stream()
                    .allMatch(entry ->
                            committable(entry.getKey()) == entry.getValue().offset());
        });
    }

    /** Polls nothing until this holds. */
    public void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        while (!condition.getAsBoolean()) {
            task.put(new ArrayList<>());
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within " + LIMIT_MS + " ms; reported: " + context.reasons());
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        task.stop();
    }
}
