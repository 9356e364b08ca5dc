package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.disk.SmallDisk;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.parquet.read.Files;

/** A disk of four megabytes that becomes full, and larger. Only root can make one. */
final class FullDiskIT {
    private static final TopicPartition PARTITION = new TopicPartition("images", 0);
    private static final int RECORDS = 800;
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("image")
            .field("id", Schema.INT64_SCHEMA)
            .field("pixels", Schema.BYTES_SCHEMA)
            .build();

    @TempDir
    Path directory;

    @Test
    void whatDoesNotFitWaitsAndAppearsWholeWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.in(directory, 4);
                RunningTask task = SinkTasks.start(
                        disk.path().toUri().toString(), "path.template=${topic}", "rotate.records=50")) {
            Path root = disk.path();
            task.open(PARTITION);
            // by then the lane knows that nothing is published, and files end where they should
            task.put(records(0, 1));
            task.awaitCommitted();
            for (int from = 1; from < RECORDS; from += 10) {
                task.put(records(from, Math.min(RECORDS, from + 10)));
            }
            task.await(() -> root.toFile().getUsableSpace() == 0);
            for (int beat = 0; beat < 20; beat++) {
                task.put(List.of());
                TimeUnit.MILLISECONDS.sleep(20);
            }
            List<Long> whole = ids(root);
            assertThat(whole).isNotEmpty().doesNotHaveDuplicates().hasSizeLessThan(RECORDS);
            assertThat(task.committable(PARTITION)).isEqualTo(whole.size());

            disk.grow(64);
            task.awaitCommitted();
            assertThat(ids(root)).hasSize(RECORDS).doesNotHaveDuplicates();
            assertThat(Files.staged(root)).isEmpty();
        }
    }

    private static List<SinkRecord> records(int from, int until) {
        List<SinkRecord> records = new ArrayList<>();
        for (int offset = from; offset < until; offset++) {
            byte[] pixels = new byte[10_000];
            new Random(offset).nextBytes(pixels);
            Struct value = new Struct(SCHEMA).put("id", (long) offset).put("pixels", pixels);
            records.add(RunningTask.record(PARTITION, offset, SCHEMA, value, offset));
        }
        return records;
    }

    private static List<Long> ids(Path root) throws IOException {
        List<Long> ids = new ArrayList<>();
        for (Path file : Files.below(root)) {
            Files.records(file).forEach(record -> ids.add((Long) record.get("id")));
        }
        return ids;
    }
}
