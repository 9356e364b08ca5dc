package org.lsst.efd.benchmarks;

import java.util.List;
import org.lsst.efd.benchmarks.aggregation.AggregationComparison;
import org.lsst.efd.benchmarks.avro.AvroConverterComparison;
import org.lsst.efd.benchmarks.backlog.BacklogComparison;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.influxdb.InfluxDbSinkComparison;
import org.lsst.efd.benchmarks.oracle.OracleSinkComparison;
import org.lsst.efd.benchmarks.parquet.ParquetSinkComparison;
import org.lsst.efd.benchmarks.replication.DiscoveryComparison;
import org.lsst.efd.benchmarks.replication.ReplicationComparison;

/** All comparisons that {@code bin/benchmark} knows. */
public final class Comparisons {
    private Comparisons() {}

    /** In the order of the docs. */
    public static List<Comparison> all() {
        return List.of(
                AvroConverterComparison.create(),
                AggregationComparison.create(),
                BacklogComparison.create(),
                InfluxDbSinkComparison.create(),
                OracleSinkComparison.create(),
                ParquetSinkComparison.create(),
                ReplicationComparison.create(),
                DiscoveryComparison.create());
    }

    /**
     * The comparison of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists all names
     */
    public static Comparison named(String name) {
        return all().stream()
                .filter(comparison -> comparison.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no comparison is called " + name + "; there are "
                        + all().stream().map(Comparison::name).toList()));
    }
}
