package org.lsst.efd.connect.oracle;

import java.time.Clock;
import java.util.Map;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.sink.PipelineTask;
import org.lsst.efd.connect.common.sink.SinkPipeline;

/** One task of the sink. */
public final class OracleSinkTask extends PipelineTask {
    @Override
    protected SinkPipeline startPipeline(Map<String, String> settings) {
        Clock clock = Clock.systemUTC();
        OracleSinkConfig config = new OracleSinkConfig(settings);
        BadRecords badRecords = BadRecords.of(context, settings);
        TaskMetrics metrics = TaskMetrics.of(context);
        OracleDestination destination = new OracleDestination(config, config.writer(), badRecords, metrics, clock);
        SinkPipeline pipeline =
                new SinkPipeline(context, config.stage(clock), destination, badRecords, config.nullValues(), clock);
        pipeline.registerStageIn(metrics);
        destination.start();
        return pipeline;
    }
}
