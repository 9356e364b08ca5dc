package org.lsst.efd.benchmarks.parquet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;
import org.lsst.efd.connect.parquet.ParquetSinkTask;

/** How much heap an open file of 60 columns takes, by opening many and looking at the heap. */
final class OpenFileMemory {
    private static final int FILES = 100;
    private static final int COLLECTIONS = 4;
    private static final double WANTED_MB = 0.1;

    private OpenFileMemory() {}

    /** One line for each of some numbers of rows. */
    static List<String> lines() throws Exception {
        List<Struct> values = RowKind.FLAT_60.values(600);
        List<String> lines = new ArrayList<>();
        for (int rows : List.of(1, 100, 600)) {
            double ours = ours(values, rows);
            double peers = peers(values, rows);
            lines.add(String.format(
                    Locale.ROOT,
                    "heap of an open file of 60 columns with %d rows: ours %.3f MB, AvroParquetWriter %.3f MB%s",
                    rows,
                    ours,
                    peers,
                    rows == 100 ? String.format(Locale.ROOT, ", wanted below %.1f MB", WANTED_MB) : ""));
        }
        return lines;
    }

    private static double ours(List<Struct> values, int rows) throws Exception {
        Path root = Files.createTempDirectory("efd-benchmark-parquet-");
        ParquetSinkTask task = new ParquetSinkTask();
        Map<String, String> settings = Map.of(
                "name", "benchmark",
                "store.url", root.toUri().toString(),
                "path.template", "${topic}",
                "buffer.max.bytes", "1073741824");
        FakeSinkTaskContext context = new FakeSinkTaskContext(settings, true);
        task.initialize(context);
        task.start(settings);
        List<TopicPartition> partitions = new ArrayList<>();
        for (int file = 0; file < FILES; file++) {
            partitions.add(new TopicPartition("topic-" + file, 0));
        }
        context.mutableAssignment().addAll(partitions);
        task.open(partitions);
        long before = usedHeap();
        for (TopicPartition partition : partitions) {
            List<SinkRecord> records = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                records.add(Load.record(partition, row, values.get(row)));
            }
            task.put(records);
        }
        double mb = (usedHeap() - before) / 1e6 / FILES;
        task.stop();
        remove(root);
        return mb;
    }

    private static double peers(List<Struct> values, int rows) throws Exception {
        Path root = Files.createTempDirectory("efd-benchmark-parquet-");
        Schema schema = AvroParquetWorkload.avro(RowKind.FLAT_60.schema());
        List<ParquetWriter<GenericRecord>> writers = new ArrayList<>();
        long before = usedHeap();
        for (int file = 0; file < FILES; file++) {
            ParquetWriter<GenericRecord> writer =
                    AvroParquetWorkload.writer(root.resolve(file + ".parquet"), schema, CompressionCodecName.SNAPPY);
            for (int row = 0; row < rows; row++) {
                writer.write(AvroParquetWorkload.record(schema, values.get(row)));
            }
            writers.add(writer);
        }
        double mb = (usedHeap() - before) / 1e6 / FILES;
        for (ParquetWriter<GenericRecord> writer : writers) {
            writer.close();
        }
        remove(root);
        return mb;
    }

    private static void remove(Path root) throws Exception {
        try (Stream<Path> left = Files.walk(root)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
