package org.lsst.efd.benchmarks.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;
import org.lsst.efd.connect.parquet.ParquetSinkTask;

/**
 * A task of the sink with its default settings, called as a worker calls it, none of whose records counts before it may be
 * committed: then it is in a file that has its name.
 */
final class SinkWorkload implements Workload {
    private final Load load;
    private final List<Struct> values;
    private final List<TopicPartition> partitions;
    private final WrittenFiles files = new WrittenFiles();
    private final FakeSinkTaskContext context;
    private final ParquetSinkTask task = new ParquetSinkTask();
    private long begin;

    SinkWorkload(Load load) throws IOException {
        this.load = load;
        this.values = load.values();
        this.partitions = load.partitions();
        Map<String, String> settings = Map.of(
                "name", "benchmark",
                "store.url", files.root().toUri().toString(),
                "path.template", "${topic}",
                "compression", load.codec().name().toLowerCase(java.util.Locale.ROOT),
                "rotate.records", Integer.toString(load.rowsOfTopic()));
        context = new FakeSinkTaskContext(settings, true);
        context.mutableAssignment().addAll(partitions);
        task.initialize(context);
        task.start(settings);
        task.open(partitions);
    }

    @Override
    public Volume run() throws Exception {
        files.clear();
        for (int row = 0; row < load.rowsOfTopic(); row += load.run()) {
            int end = Math.min(row + load.run(), load.rowsOfTopic());
            while (!context.paused().isEmpty()) {
                beat();
            }
            task.put(poll(row, end));
        }
        begin += load.rowsOfTopic();
        while (!isAllPublished()) {
            beat();
        }
        return new Volume(load.rows(), files.bytes());
    }

    private List<SinkRecord> poll(int row, int end) {
        List<SinkRecord> records = new ArrayList<>();
        for (int topic = 0; topic < load.topics(); topic++) {
            for (int at = row; at < end; at++) {
                records.add(Load.record(partitions.get(topic), begin + at, load.value(values, topic, at)));
            }
        }
        return records;
    }

    private void beat() throws InterruptedException {
        task.put(List.of());
        Thread.sleep(1);
    }

    private boolean isAllPublished() {
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        partitions.forEach(partition -> consumed.put(partition, new OffsetAndMetadata(begin)));
        return task.preCommit(consumed).values().stream().allMatch(offset -> offset.offset() == begin);
    }

    @Override
    public void stop() throws IOException {
        task.stop();
        files.checkAndRemove(load.topics(), load.rows());
    }
}
