package org.lsst.efd.benchmarks.parquet;

import java.util.ArrayList;
import java.util.List;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Contender;
import org.lsst.efd.benchmarks.harness.Figure;
import org.lsst.efd.benchmarks.harness.Ratio;
import org.lsst.efd.connect.parquet.columnar.Codec;

/**
 * A task of the sink, from the record to the file that has its name; {@code MB/s} and {@code B/rec} count the files. Speed
 * is rows by CPU second of the whole JVM, because the sink has threads of its own.
 */
public final class ParquetSinkComparison {
    private static final List<String> JVM = List.of("-Xms2g", "-Xmx3g");

    private final List<Contender> contenders = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();

    private ParquetSinkComparison() {}

    public static Comparison create() {
        ParquetSinkComparison comparison = new ParquetSinkComparison();
        for (RowKind kind : List.of(RowKind.FLAT_60, RowKind.FLAT_325)) {
            for (Codec codec : List.of(Codec.SNAPPY, Codec.ZSTD)) {
                comparison.write(new Load(kind, codec, 1), 2);
                comparison.write(new Load(kind, codec, 50), 3);
            }
        }
        comparison.write(new Load(RowKind.ARRAY_156, Codec.SNAPPY, 1), 1.1);
        comparison.write(new Load(RowKind.ARRAY_156, Codec.SNAPPY, 50), 1.1);
        return new Comparison(
                "parquet-sink",
                "write Parquet files, beside parquet-avro row by row and plain arrays in the column writers",
                Comparison.Environment.NONE,
                comparison.contenders,
                comparison.ratios,
                OpenFileMemory::lines);
    }

    private void write(Load load, double wantedOverPeer) {
        String name = load.kind().title() + "/" + load.codec().name().toLowerCase(java.util.Locale.ROOT) + "/"
                + load.topics();
        contenders.add(new Contender(name + "/ours", () -> new SinkWorkload(load), JVM));
        contenders.add(new Contender(name + "/avro-parquet-writer", () -> new AvroParquetWorkload(load), JVM));
        contenders.add(new Contender(name + "/column-arrays", () -> new ColumnArraysWorkload(load), JVM));
        claim(
                name + "/over-avro-parquet-writer",
                Figure.CPU_SECONDS_PER_MILLION_RECORDS,
                name,
                "/avro-parquet-writer",
                wantedOverPeer);
        claim(name + "/of-column-arrays", Figure.CPU_SECONDS_PER_MILLION_RECORDS, name, "/column-arrays", 0.7);
        if (load.kind() != RowKind.ARRAY_156) {
            claim(name + "/smaller-files", Figure.BYTES_PER_RECORD, name, "/avro-parquet-writer", 1.25);
        }
    }

    private void claim(String name, Figure figure, String load, String other, double wanted) {
        ratios.add(new Ratio(name, figure, load + "/ours", load + other, wanted));
    }
}
