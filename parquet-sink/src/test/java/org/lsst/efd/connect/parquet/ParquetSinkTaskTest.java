package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.parquet.read.Files;

final class ParquetSinkTaskTest {
    private static final TopicPartition PARTITION = new TopicPartition("lsst.sal.MTMount.azimuth", 0);
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("lsst.sal.MTMount.azimuth")
            .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
            .field("salIndex", Schema.INT64_SCHEMA)
            .field(
                    "actualPosition",
                    SchemaBuilder.float64()
                            .doc("Where it is")
                            .parameter("units", "deg")
                            .build())
            .build();

    @TempDir
    Path root;

    private String url() {
        return root.toUri().toString();
    }

    static SinkRecord record(long offset) {
        Struct value = new Struct(SCHEMA)
                .put("private_efdStamp", 1_685_578_352.234788 + offset)
                .put("salIndex", offset)
                .put("actualPosition", offset / 7.0);
        return RunningTask.record(PARTITION, offset, SCHEMA, value, 1_685_578_352_000L + offset);
    }

    static List<SinkRecord> records(long from, long until) {
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = from; offset < until; offset++) {
            records.add(record(offset));
        }
        return records;
    }

    @Test
    void aFileAppearsWholeUnderItsDateAndSaysWhatItHolds() throws Exception {
        try (RunningTask task = SinkTasks.start(url(), "timestamp.field=private_efdStamp", "timestamp.column=time")) {
            task.open(PARTITION);
            task.put(records(0, 100));
            assertThat(Files.below(root)).isEmpty();
            assertThat(task.committable(PARTITION)).isZero();
            task.awaitCommitted();

            List<Path> files = Files.below(root);
            assertThat(files).hasSize(1);
            Path file = files.get(0);
            assertThat(root.relativize(file).toString())
                    .startsWith(
                            "lsst.sal.MTMount.azimuth/year=2023/month=06/day=01/lsst.sal.MTMount.azimuth+0+000000000000+")
                    .endsWith(".parquet");
            List<GenericRecord> byAvro = Files.records(file);
            assertThat(byAvro).hasSize(100);
            assertThat(byAvro.get(7).get("actualPosition")).isEqualTo(1.0);
            assertThat(byAvro.get(7).get("time")).isEqualTo(Instant.parse("2023-06-01T00:12:39.234788Z"));
            assertThat(Files.footer(file).getFileMetaData().getKeyValueMetaData())
                    .containsEntry("efd.offset.first", "00000000000000000000")
                    .containsEntry("efd.offset.last", "00000000000000000099")
                    .containsEntry("efd.records", "00000000000000000100")
                    .containsEntry("efd.topic", "lsst.sal.MTMount.azimuth")
                    .containsEntry("efd.partition", "0")
                    .containsEntry("efd.connector", "parquet");
            List<Map<String, Object>> byDuckDb =
                    Files.duckdb("SELECT count(*) AS n, sum(\"actualPosition\") AS s, min(year) AS y"
                            + " FROM read_parquet('" + root + "/**/*.parquet', hive_partitioning=true)");
            assertThat(byDuckDb.get(0).get("n")).isEqualTo(100L);
            assertThat(String.valueOf(byDuckDb.get(0).get("y"))).isEqualTo("2023");
            assertThat(Files.staged(root)).isEmpty();
        }
    }

    @Test
    void aNewOwnerSkipsWhatIsPublishedAndGoesOn() throws Exception {
        String[] settings = {"timestamp.field=private_efdStamp", "rotate.records=40", "rotate.idle.ms=5000"};
        try (RunningTask first = SinkTasks.start(url(), settings)) {
            first.open(PARTITION);
            first.put(records(0, 40));
            first.await(() -> Files.below(root).size() == 1);
            first.put(records(40, 80));
            first.await(() -> Files.below(root).size() == 2);
            first.put(records(80, 100));
            // the third file is open, and lost with the task
        }
        try (RunningTask second = SinkTasks.start(url(), settings)) {
            second.open(PARTITION);
            second.put(records(0, 120));
            second.awaitCommitted();
        }
        List<Long> offsets = new ArrayList<>();
        for (Path file : Files.below(root)) {
            Files.records(file).forEach(record -> offsets.add((Long) record.get("salIndex")));
        }
        assertThat(offsets).hasSize(120).doesNotHaveDuplicates();
    }

    /** A worker that polls nothing else comes back only when it is told to. */
    @Test
    void anOpenFileIsLookedAtWhenItIsDueAndOneThatWaitsForItsNameSoon() throws Exception {
        String[] settings = {"timestamp.field=private_efdStamp", "rotate.records=40", "rotate.idle.ms=50000"};
        try (RunningTask zombie = SinkTasks.start(url(), settings);
                RunningTask owner = SinkTasks.start(url(), settings)) {
            for (RunningTask task : List.of(zombie, owner)) {
                task.open(PARTITION);
                task.put(records(0, 10));
                task.await(() -> task.context().timeoutMs() > 10_000);
            }
            owner.put(records(10, 40));
            owner.awaitCommitted();
            zombie.put(records(10, 40));
            // its rows are on the disk, and nothing of them in memory: only a name is missing
            while (Files.staged(root).isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            TimeUnit.MILLISECONDS.sleep(200);
            zombie.put(List.of());
            assertThat(zombie.context().timeoutMs()).isLessThanOrEqualTo(200);
            zombie.await(() -> !zombie.context().takeOffsets().isEmpty());
        }
        assertThat(Files.below(root)).hasSize(1);
    }

    private static final Schema IMAGE = SchemaBuilder.struct()
            .name("image")
            .field("camera", Schema.INT32_SCHEMA)
            .field("pixels", Schema.BYTES_SCHEMA)
            .build();

    /** Of so many cameras, each of which has a file of its own. */
    private static List<SinkRecord> images(TopicPartition partition, int count, int cameras) {
        List<SinkRecord> records = new ArrayList<>();
        for (int offset = 0; offset < count; offset++) {
            Struct value = new Struct(IMAGE).put("camera", offset % cameras).put("pixels", new byte[10_000]);
            records.add(RunningTask.record(partition, offset, IMAGE, value, offset));
        }
        return records;
    }

    @Test
    void whatIsPausedForItsMemoryIsReadAgainLongBeforeItsFilesAreOld() throws Exception {
        String[] settings = {
            "path.template=${topic}/${field:camera}", "buffer.max.bytes=8388608", "rotate.idle.ms=3000000"
        };
        try (RunningTask task = SinkTasks.start(url(), settings)) {
            TopicPartition[] partitions = new TopicPartition[8];
            for (int i = 0; i < partitions.length; i++) {
                partitions[i] = new TopicPartition("images" + i, 0);
            }
            task.open(partitions);
            // by then the lanes know that nothing is published
            for (TopicPartition partition : partitions) {
                task.put(images(partition, 10, 10));
            }
            task.await(() -> task.context().timeoutMs() > 10_000);
            // one alone has too much, in files none of which is large
            task.put(images(partitions[0], 300, 10).subList(10, 300));
            assertThat(task.context().paused()).containsExactly(partitions[0]);
            task.await(() -> task.context().paused().isEmpty());
            // all together have too much, none of them alone
            List<SinkRecord> ofAll = new ArrayList<>();
            for (TopicPartition partition : List.of(partitions).subList(1, 8)) {
                ofAll.addAll(images(partition, 190, 10).subList(10, 190));
            }
            task.put(ofAll);
            assertThat(task.context().paused()).hasSize(8);
            task.await(() -> task.context().paused().isEmpty());
        }
    }
}
