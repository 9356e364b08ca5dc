package org.lsst.efd.connect.parquet;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.sink.SinkPipeline;
import org.lsst.efd.connect.parquet.lanes.Lanes;

/** Forwards what Connect asks to the pipeline. */
public final class ParquetSinkTask extends SinkTask {
    private @Nullable SinkPipeline pipeline;

    @Override
    public void start(Map<String, String> settings) {
        Clock clock = Clock.systemUTC();
        ParquetSinkConfig config = new ParquetSinkConfig(settings);
        BadRecords badRecords = BadRecords.of(context, settings);
        Custody custody = config.custody();
        Lanes lanes = config.lanes(custody, version());
        ParquetDestination destination = new ParquetDestination(config, custody, lanes, clock);
        SinkPipeline started =
                new SinkPipeline(context, config.stage(clock), destination, badRecords, config.nullValues(), clock);
        TaskMetrics metrics = TaskMetrics.of(context);
        destination.registerIn(metrics);
        metrics.gauge("null-values-total", "Records without value that were ignored", started::nullsIgnored);
        lanes.start(clock.millis());
        pipeline = started;
    }

    private SinkPipeline pipeline() {
        SinkPipeline started = pipeline;
        if (started == null) {
            throw new IllegalStateException("the task is not started");
        }
        return started;
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        pipeline().open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        pipeline().put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return pipeline().preCommit(offsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        pipeline().close(partitions);
    }

    @Override
    public void stop() {
        if (pipeline != null) {
            pipeline.stop();
        }
    }

    @Override
    public String version() {
        return new ParquetSinkConnector().version();
    }
}
