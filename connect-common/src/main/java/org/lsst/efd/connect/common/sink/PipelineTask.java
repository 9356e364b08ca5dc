package org.lsst.efd.connect.common.sink;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.settings.PluginVersion;

/** A sink task that forwards what Connect asks to a pipeline. */
public abstract class PipelineTask extends SinkTask {
    private @Nullable SinkPipeline pipeline;

    /** The pipeline of this task, its destination at work; {@code context} is there. */
    protected abstract SinkPipeline startPipeline(Map<String, String> settings);

    @Override
    public final void start(Map<String, String> settings) {
        pipeline = startPipeline(settings);
    }

    private SinkPipeline pipeline() {
        SinkPipeline started = pipeline;
        if (started == null) {
            throw new IllegalStateException("the task is not started");
        }
        return started;
    }

    @Override
    public final void open(Collection<TopicPartition> partitions) {
        pipeline().open(partitions);
    }

    @Override
    public final void put(Collection<SinkRecord> records) {
        pipeline().put(records);
    }

    @Override
    public final Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return pipeline().preCommit(offsets);
    }

    @Override
    public final void close(Collection<TopicPartition> partitions) {
        pipeline().close(partitions);
    }

    @Override
    public final void stop() {
        if (pipeline != null) {
            pipeline.stop();
        }
    }

    @Override
    public String version() {
        return PluginVersion.of(getClass());
    }
}
