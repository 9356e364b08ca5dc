package org.lsst.efd.connect.parquet;

import java.time.Clock;
import java.util.Map;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.sink.PipelineTask;
import org.lsst.efd.connect.common.sink.SinkPipeline;
import org.lsst.efd.connect.parquet.lanes.Lanes;

/** One task of the sink. */
public final class ParquetSinkTask extends PipelineTask {
    @Override
    protected SinkPipeline startPipeline(Map<String, String> settings) {
        Clock clock = Clock.systemUTC();
        ParquetSinkConfig config = new ParquetSinkConfig(settings);
        BadRecords badRecords = BadRecords.of(context, settings);
        Custody custody = config.custody();
        Lanes lanes = config.lanes(custody, version());
        ParquetDestination destination = new ParquetDestination(config, custody, lanes, clock);
        SinkPipeline pipeline =
                new SinkPipeline(context, config.stage(clock), destination, badRecords, config.nullValues(), clock);
        TaskMetrics metrics = TaskMetrics.of(context);
        destination.registerIn(metrics);
        pipeline.registerStageIn(metrics);
        pipeline.registerNullsIn(metrics);
        lanes.start(clock.millis());
        return pipeline;
    }
}
