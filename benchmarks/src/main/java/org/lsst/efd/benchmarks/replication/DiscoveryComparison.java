package org.lsst.efd.benchmarks.replication;

import java.time.Duration;
import java.util.List;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Contender;
import org.lsst.efd.benchmarks.harness.Ratio;
import org.lsst.efd.benchmarks.harness.Rounds;

/** Topics that come and go for ten minutes beside 1,200 others, exactly once, with both connectors looking every five seconds. */
public final class DiscoveryComparison {
    private static final String OURS = "ours";
    private static final String MIRROR = "mirror";
    private static final String REFRESH_SECONDS = "5";

    private DiscoveryComparison() {}

    public static Comparison create() {
        return new Comparison(
                "replication-discovery",
                "how soon a new topic is copied, beside MirrorMaker 2 with a short refresh",
                Site.environment(),
                List.of(
                        new Contender(OURS, () -> new ChurnWorkload(copier(WorkerCopier.Kind.OURS))),
                        new Contender(
                                MIRROR,
                                () -> new ChurnWorkload(copier(WorkerCopier.Kind.MIRROR)
                                        .with("refresh.topics.interval.seconds", REFRESH_SECONDS)))),
                List.of(Ratio.ofWait("discovery/over-mirror", OURS, MIRROR, 1)),
                new Rounds(1, Duration.ZERO, Duration.ofMinutes(10)),
                () -> List.of("wanted of ours: at most 7 s"));
    }

    private static WorkerCopier copier(WorkerCopier.Kind kind) {
        return new WorkerCopier(kind, true).with("tasks.max", "2");
    }
}
