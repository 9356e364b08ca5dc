package org.lsst.efd.connect.influxdb;

import java.time.Clock;
import java.util.Map;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.sink.PipelineTask;
import org.lsst.efd.connect.common.sink.SinkPipeline;

/** One task of the sink. */
public final class InfluxDbSinkTask extends PipelineTask {
    @Override
    protected SinkPipeline startPipeline(Map<String, String> settings) {
        Clock clock = Clock.systemUTC();
        InfluxDbSinkConfig config = new InfluxDbSinkConfig(InfluxDbSinkConfig.SETTINGS.read(settings));
        BadRecords badRecords = BadRecords.of(context, settings);
        InfluxDbDestination destination = new InfluxDbDestination(config, badRecords, clock);
        SinkPipeline pipeline =
                new SinkPipeline(context, config.stage(clock), destination, badRecords, config.nullValues(), clock);
        TaskMetrics metrics = TaskMetrics.of(context);
        destination.registerIn(metrics);
        pipeline.registerStageIn(metrics);
        pipeline.registerNullsIn(metrics);
        destination.start();
        return pipeline;
    }
}
