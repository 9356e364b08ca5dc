package org.lsst.efd.benchmarks.influxdb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;
import org.lsst.efd.connect.influxdb.InfluxDbSinkTask;

/**
 * A task of the sink with its default settings, called as a worker calls it: batches of 500 records, none while it has
 * paused, commits. A record counts when it may be committed, that is when the server has acknowledged it.
 */
final class SinkWorkload implements Workload {
    private static final int POLL_RECORDS = 500;
    private static final int POLLS_PER_COMMIT = 8;
    private static final int CALLS_PER_RUN = 16;

    private final RecordFlow flow;
    private final long bytesPerRecord;
    private final FakeSinkTaskContext context;
    private final InfluxDbSinkTask task = new InfluxDbSinkTask();
    private long committed;

    SinkWorkload(PointShape shape, int topics) {
        this(shape, new RecordFlow(shape, topics));
    }

    SinkWorkload(PointShape shape, RecordFlow flow) {
        BenchmarkServer.recreateDatabase();
        this.flow = flow;
        bytesPerRecord = RawPostWorkload.bytesPerRecord(shape);
        Map<String, String> settings = Map.of(
                "influxdb.url",
                BenchmarkServer.url(),
                "influxdb.database",
                BenchmarkServer.DATABASE,
                "influxdb.tags.static",
                "site=summit");
        context = new FakeSinkTaskContext(settings, true);
        context.mutableAssignment().addAll(flow.partitions());
        task.initialize(context);
        task.start(settings);
        task.open(flow.partitions());
    }

    @Override
    public Volume run() throws InterruptedException {
        long before = committed;
        while (committed == before) {
            for (int call = 0; call < CALLS_PER_RUN; call++) {
                if (context.paused().isEmpty()) {
                    task.put(flow.next(POLL_RECORDS));
                } else {
                    task.put(List.of());
                    Thread.sleep(1);
                }
                if (call % POLLS_PER_COMMIT == 0) {
                    committed = committable();
                }
            }
        }
        return new Volume(committed - before, (committed - before) * bytesPerRecord);
    }

    private long committable() {
        long ofTopic = flow.records() / flow.partitions().size();
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        flow.partitions().forEach(partition -> consumed.put(partition, new OffsetAndMetadata(ofTopic)));
        return task.preCommit(consumed).values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    @Override
    public void stop() throws InterruptedException {
        while (committable() < flow.records()) {
            task.put(List.of());
            Thread.sleep(1);
        }
        task.stop();
        BenchmarkServer.requirePoints(flow.records() - context.reported().size());
    }
}
