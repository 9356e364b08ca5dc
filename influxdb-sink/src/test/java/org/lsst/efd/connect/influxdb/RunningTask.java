package org.lsst.efd.connect.influxdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;

/** A task of the sink, driven as a worker would: records in, heartbeats, commits. Not thread-safe. */
final class RunningTask implements AutoCloseable {
    private static final long LIMIT_MS = TimeUnit.MINUTES.toMillis(3);

    private final InfluxDbSinkTask task = new InfluxDbSinkTask();
    private final FakeSinkTaskContext context;
    private final Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();

    RunningTask(String url, String... settings) {
        this(true, url, settings);
    }

    RunningTask(boolean hasReporter, String url, String... settings) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "influxdb.url", url, "influxdb.database", "efd", "batch.linger.ms", "20", "retry.backoff.ms", "20"));
        configuration.put("retry.backoff.max.ms", "200");
        Arrays.stream(settings).forEach(setting -> {
            int equals = setting.indexOf('=');
            configuration.put(setting.substring(0, equals), setting.substring(equals + 1));
        });
        context = new FakeSinkTaskContext(configuration, hasReporter);
        task.initialize(context);
        task.start(configuration);
    }

    FakeSinkTaskContext context() {
        return context;
    }

    InfluxDbSinkTask task() {
        return task;
    }

    void open(TopicPartition... partitions) {
        context.mutableAssignment().addAll(List.of(partitions));
        task.open(List.of(partitions));
    }

    void close(TopicPartition... partitions) {
        task.close(List.of(partitions));
        List.of(partitions).forEach(context.mutableAssignment()::remove);
        List.of(partitions).forEach(consumed::remove);
    }

    /** A record with a Kafka timestamp. */
    static SinkRecord record(
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

    void put(SinkRecord... records) {
        put(List.of(records));
    }

    void put(List<SinkRecord> records) {
        for (SinkRecord record : records) {
            consumed.put(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    new OffsetAndMetadata(record.originalKafkaOffset() + 1));
        }
        task.put(records);
    }

    /** The offset that would be committed now; -1 for none. */
    long committable(TopicPartition partition) {
        OffsetAndMetadata offset = task.preCommit(consumed).get(partition);
        return offset == null ? -1 : offset.offset();
    }

    /** Polls nothing, as an idle worker does, until all that was put may be committed. */
    void awaitCommitted() {
        await(() -> consumed.entrySet().stream()
                .allMatch(
                        entry -> committable(entry.getKey()) == entry.getValue().offset()));
    }

    /** Polls nothing until this holds. */
    void await(BooleanSupplier condition) {
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
