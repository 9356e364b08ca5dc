package org.lsst.efd.benchmarks.backlog;

import java.util.List;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Contender;
import org.lsst.efd.benchmarks.harness.Ratio;

/**
 * How fast one task catches up with the telemetry of the busiest component: seven statistics of every number, windows of
 * one second, exactly once. A record of the table is a record of the backlog; starting the connector or the application
 * is part of the time.
 */
public final class BacklogComparison {
    private BacklogComparison() {}

    public static Comparison create() {
        return new Comparison(
                "aggregation-backlog",
                "a backlog of " + Backlog.TOPICS.size() + " topics, by the connector and by Kafka Streams",
                BacklogCluster::start,
                List.of(
                        new Contender("connector", ConnectorRun::new),
                        new Contender("streams", StreamsRun::new),
                        new Contender("real-time", RealTime::new)),
                List.of(
                        Ratio.ofSpeed("aggregation-backlog/connector-over-real-time", "connector", "real-time", 10),
                        Ratio.ofSpeed("aggregation-backlog/connector-over-streams", "connector", "streams", 1)));
    }
}
