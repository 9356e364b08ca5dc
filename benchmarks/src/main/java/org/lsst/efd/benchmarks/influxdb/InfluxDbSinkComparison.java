package org.lsst.efd.benchmarks.influxdb;

import java.util.ArrayList;
import java.util.List;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Contender;
import org.lsst.efd.benchmarks.harness.Ratio;

/** The encoder alone, and the sink in front of a real server on the same cores. */
public final class InfluxDbSinkComparison {
    private static final List<Integer> TOPICS = List.of(1, 50);
    private static final int ONE_IN_A_HUNDRED = 100;

    private final List<Contender> contenders = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();

    private InfluxDbSinkComparison() {}

    public static Comparison create() {
        InfluxDbSinkComparison comparison = new InfluxDbSinkComparison();
        for (PointShape shape : PointShape.values()) {
            comparison.encode(shape);
        }
        for (PointShape shape : PointShape.values()) {
            TOPICS.forEach(topics -> comparison.write(shape, topics));
        }
        comparison.writeWithConflicts(PointShape.MIXED_8);
        comparison.writeWithConflicts(PointShape.MIXED_325);
        return new Comparison(
                "influxdb-sink",
                "encode lines and write them to a real server, beside influxdb-java and a raw POST",
                BenchmarkServer.environment(),
                comparison.contenders,
                comparison.ratios);
    }

    private void encode(PointShape shape) {
        String name = "encode/" + shape.title();
        contend(name + "/ours", () -> EncodeWorkload.byOurs(shape));
        contend(name + "/record-to-point", () -> EncodeWorkload.byPoints(shape));
        contend(name + "/point", () -> EncodeWorkload.ofPoints(shape));
        ratios.add(Ratio.ofSpeed(name + "/over-record-to-point", name + "/ours", name + "/record-to-point", 10));
        ratios.add(Ratio.ofSpeed(name + "/over-point", name + "/ours", name + "/point", 10));
    }

    private void write(PointShape shape, int topics) {
        String name = "write/" + shape.title() + "/" + topics;
        contend(name + "/ours", () -> new SinkWorkload(shape, topics));
        contend(name + "/influxdb-java", () -> new InfluxDbJavaWorkload(shape, topics));
        contend(name + "/raw", () -> new RawPostWorkload(shape, topics));
        ratios.add(Ratio.ofSpeed(name + "/over-influxdb-java", name + "/ours", name + "/influxdb-java", 1.5));
        ratios.add(Ratio.ofSpeed(name + "/of-raw", name + "/ours", name + "/raw", 0.9));
    }

    /** One record in a hundred is refused by the server, found, and reported. */
    private void writeWithConflicts(PointShape shape) {
        String name = "write/" + shape.title() + "/1";
        contend(
                name + "/ours-with-conflicts",
                () -> new SinkWorkload(shape, new RecordFlow(shape, 1, ONE_IN_A_HUNDRED)));
        ratios.add(Ratio.ofSpeed(name + "/with-conflicts", name + "/ours-with-conflicts", name + "/ours", 0.3));
    }

    private void contend(String name, Contender.Preparation preparation) {
        contenders.add(new Contender(name, preparation));
    }
}
