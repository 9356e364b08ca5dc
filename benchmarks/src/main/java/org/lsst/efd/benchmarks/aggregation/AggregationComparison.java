package org.lsst.efd.benchmarks.aggregation;

import java.util.List;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Contender;
import org.lsst.efd.benchmarks.harness.Ratio;

/** Seven statistics of 100 fields in windows of 50 records. A record of the table is one sample: field × record. */
public final class AggregationComparison {
    private AggregationComparison() {}

    public static Comparison create() {
        return new Comparison(
                "aggregation",
                "windows of seven statistics beside Kafka Streams, Python and a plain loop",
                Comparison.Environment.NONE,
                List.of(
                        new Contender("engine", EngineWorkload::new),
                        new Contender("stage", StageWorkload::new),
                        new Contender("transform", TransformWorkload::new),
                        new Contender("streams-dsl", KafkaStreamsWorkload::highLevel),
                        new Contender("streams-processor", KafkaStreamsWorkload::lowLevel),
                        new Contender("streams-processor-on-heap", KafkaStreamsWorkload::forgetful),
                        new Contender("python", PythonStatistics::new),
                        new Contender("plain-loop", PlainLoop::new)),
                List.of(
                        Ratio.ofSpeed("aggregation/engine-over-python", "engine", "python", 50),
                        Ratio.ofSpeed("aggregation/engine-over-plain-loop", "engine", "plain-loop", 0.6),
                        Ratio.ofSpeed("aggregation/stage-over-streams-dsl", "stage", "streams-dsl", 8),
                        Ratio.ofSpeed("aggregation/stage-over-streams-processor", "stage", "streams-processor", 2),
                        Ratio.ofSpeed(
                                "aggregation/stage-over-streams-processor-on-heap",
                                "stage",
                                "streams-processor-on-heap",
                                2),
                        Ratio.ofSpeed("aggregation/transform-over-streams-dsl", "transform", "streams-dsl", 8)),
                OpenWindowMemory::lines);
    }
}
