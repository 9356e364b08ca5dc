package org.lsst.efd.benchmarks.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Contender;
import org.lsst.efd.benchmarks.harness.Ratio;

/**
 * Topics copied between two real clusters on the same cores: records of three sizes, one topic, ten, fifty and three thousand, with and without
 * exactly once, from a distance, and the start of a connector over two thousand topics.
 */
public final class ReplicationComparison {
    private static final List<Load> LOADS = List.of(
            new Load(100, 1, 6_000_000),
            new Load(1_000, 1, 1_500_000),
            new Load(1_000, 50, 1_500_000),
            new Load(60_000, 1, 25_000));
    private static final List<Load> SPREAD = List.of(new Load(1_000, 10, 1_500_000), new Load(1_000, 3_000, 600_000));
    private static final Load DISTANT = new Load(1_001, 10, 150_000);
    private static final Load MANY_TOPICS = new Load(101, 2_000, 2_000);

    private final List<Contender> contenders = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();

    private ReplicationComparison() {}

    public static Comparison create() {
        ReplicationComparison comparison = new ReplicationComparison();
        for (Load load : LOADS) {
            comparison.add(load.title() + "/loop", () -> new CopyWorkload(load, new PlainLoop()));
            comparison.copy(load, false);
            comparison.copy(load, true);
        }
        for (Load load : SPREAD) {
            comparison.passedThrough(load, false);
            comparison.passedThrough(load, true);
        }
        comparison.distance();
        comparison.start();
        return new Comparison(
                "replication-source",
                "copy topics between two clusters, beside MirrorMaker 2 and a plain loop",
                Site.environment(),
                comparison.contenders,
                comparison.ratios,
                () -> List.of("start/…: the time from the start of the connector is 1 / (records/s) seconds"));
    }

    private void copy(Load load, boolean isExactlyOnce) {
        String name = title(load, isExactlyOnce);
        for (WorkerCopier.Kind kind : WorkerCopier.Kind.values()) {
            add(name(name, kind), () -> new CopyWorkload(load, new WorkerCopier(kind, isExactlyOnce)));
        }
        String ours = name(name, WorkerCopier.Kind.OURS);
        String bare = name(name, WorkerCopier.Kind.OURS_BARE);
        String mirror = name(name, WorkerCopier.Kind.MIRROR);
        String tuned = name(name, WorkerCopier.Kind.MIRROR_TUNED);
        ratios.add(Ratio.ofSpeed(name + "/over-mirror", ours, mirror, 2));
        ratios.add(Ratio.ofSpeed(name + "/over-mirror-tuned", ours, tuned, 1.2));
        ratios.add(Ratio.ofSpeed(name + "/bare-over-mirror-tuned", bare, tuned, 1.2));
        ratios.add(Ratio.ofSpeed(
                name + "/translated-of-passed", bare, name(name, WorkerCopier.Kind.OURS_PASS_THROUGH), 0.9));
        ratios.add(Ratio.ofAllocation(name + "/allocation", ours, mirror, 1 / 0.7));
        ratios.add(Ratio.ofAllocation(
                name + "/pass-through-allocation", name(name, WorkerCopier.Kind.OURS_PASS_THROUGH), mirror, 1 / 0.7));
        ratios.add(Ratio.ofSpeed(name + "/of-loop", ours, load.title() + "/loop", 0.75));
    }

    /** A few partitions and as many as a whole site has, bytes untouched. */
    private void passedThrough(Load load, boolean isExactlyOnce) {
        String name = title(load, isExactlyOnce);
        String ours = name(name, WorkerCopier.Kind.OURS_PASS_THROUGH);
        String mirror = name(name, WorkerCopier.Kind.MIRROR);
        String tuned = name(name, WorkerCopier.Kind.MIRROR_TUNED);
        for (WorkerCopier.Kind kind : List.of(
                WorkerCopier.Kind.OURS_PASS_THROUGH, WorkerCopier.Kind.MIRROR, WorkerCopier.Kind.MIRROR_TUNED)) {
            add(name(name, kind), () -> new CopyWorkload(load, new WorkerCopier(kind, isExactlyOnce)));
        }
        ratios.add(Ratio.ofSpeed(name + "/over-mirror", ours, mirror, 1));
        ratios.add(Ratio.ofSpeed(name + "/over-mirror-tuned", ours, tuned, 1));
        ratios.add(Ratio.ofAllocation(name + "/pass-through-allocation", ours, mirror, 1 / 0.7));
    }

    /** From a source that is 170 ms away, with one task and the defaults of each. */
    private void distance() {
        String name = "distant/exactly-once";
        for (WorkerCopier.Kind kind : List.of(WorkerCopier.Kind.OURS, WorkerCopier.Kind.MIRROR)) {
            add(name(name, kind), () -> new CopyWorkload(DISTANT, new WorkerCopier(kind, true, Site.distantSummit())));
        }
        ratios.add(Ratio.ofSpeed(
                name + "/over-mirror", name(name, WorkerCopier.Kind.OURS), name(name, WorkerCopier.Kind.MIRROR), 1));
    }

    private void start() {
        for (boolean isFirst : List.of(true, false)) {
            String name = isFirst ? "start/first-record" : "start/all-topics";
            long wanted = isFirst ? 1 : MANY_TOPICS.topics();
            for (WorkerCopier.Kind kind : List.of(WorkerCopier.Kind.OURS, WorkerCopier.Kind.MIRROR)) {
                add(name(name, kind), () -> new StartWorkload(MANY_TOPICS, new WorkerCopier(kind, false), wanted));
            }
            ratios.add(Ratio.ofSpeed(
                    name + "/over-mirror",
                    name(name, WorkerCopier.Kind.OURS),
                    name(name, WorkerCopier.Kind.MIRROR),
                    1));
        }
    }

    private static String title(Load load, boolean isExactlyOnce) {
        return load.title() + (isExactlyOnce ? "/exactly-once" : "/at-least-once");
    }

    private static String name(String prefix, WorkerCopier.Kind kind) {
        return prefix + "/" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void add(String name, Contender.Preparation preparation) {
        contenders.add(new Contender(name, preparation));
    }
}
