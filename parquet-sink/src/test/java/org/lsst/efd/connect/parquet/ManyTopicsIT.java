package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.parquet.read.Files;

/**
 * 3,000 topics of 60 columns (fewer in every build) in one task of a JVM with 1 GiB of heap, in which an OutOfMemoryError
 * fails the test.
 */
final class ManyTopicsIT {
    private static final boolean IS_SOAK = Boolean.getBoolean("efd.soak");
    private static final int TOPICS = IS_SOAK ? 3_000 : 375;
    private static final int BATCH = 500;
    private static final String DIRECTORY = "path.template=${topic}";
    private static final String IDLE = "rotate.idle.ms=" + (IS_SOAK ? 20_000 : 10_000);
    private static final Schema SCHEMA = schema();

    @TempDir
    Path root;

    private static Schema schema() {
        SchemaBuilder builder = SchemaBuilder.struct().name("flat60");
        for (int i = 0; i < 60; i++) {
            builder.field(
                    "column" + i,
                    i < 40
                            ? Schema.FLOAT64_SCHEMA
                            : i < 48
                                    ? Schema.INT64_SCHEMA
                                    : i < 54
                                            ? Schema.INT32_SCHEMA
                                            : i < 58 ? Schema.STRING_SCHEMA : Schema.BOOLEAN_SCHEMA);
        }
        return builder.build();
    }

    private static List<Struct> values() {
        Random random = new Random(60);
        List<Struct> values = new ArrayList<>();
        for (int row = 0; row < 100; row++) {
            Struct value = new Struct(SCHEMA);
            for (Field field : SCHEMA.fields()) {
                value.put(
                        field,
                        switch (field.schema().type()) {
                            case FLOAT64 -> (Object) random.nextGaussian();
                            case INT64 -> random.nextLong();
                            case INT32 -> random.nextInt();
                            case STRING -> "state" + random.nextInt(5);
                            default -> random.nextBoolean();
                        });
            }
            values.add(value);
        }
        return values;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Writes so many records to each topic, awaits their files and counts their rows; returns the heap of the open files. */
    private long write(int records, String... settings) throws IOException {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(1L << 30);
        List<Struct> values = values();
        long idle = usedHeap();
        long held;
        try (RunningTask task = SinkTasks.start(root.toUri().toString(), settings)) {
            TopicPartition[] topics = new TopicPartition[TOPICS];
            for (int i = 0; i < TOPICS; i++) {
                topics[i] = new TopicPartition("topic" + i, 0);
            }
            task.open(topics);
            List<SinkRecord> batch = new ArrayList<>();
            for (int offset = 0; offset < records; offset++) {
                for (TopicPartition topic : topics) {
                    Struct value = values.get(Math.floorMod(offset + topic.hashCode(), values.size()));
                    batch.add(new SinkRecord(
                            topic.topic(), 0, null, null, SCHEMA, value, offset, 1_000L, TimestampType.CREATE_TIME));
                    if (batch.size() == BATCH) {
                        task.put(batch);
                        batch.clear();
                        // a worker reads nothing of what is paused
                        task.await(() -> task.context().paused().isEmpty());
                    }
                }
            }
            task.put(batch);
            held = usedHeap() - idle;
            task.awaitCommitted();
        }
        long rows = 0;
        for (Path file : Files.below(root)) {
            rows += Long.parseLong(
                    Files.footer(file).getFileMetaData().getKeyValueMetaData().get("efd.records"));
        }
        assertThat(rows).isEqualTo((long) TOPICS * records);
        assertThat(Files.staged(root)).isEmpty();
        System.out.printf(
                "%,d topics, %d records each: %,d bytes of heap held, %,d files%n",
                TOPICS, records, held, Files.below(root).size());
        return held;
    }

    /** Heap that so many bytes for 3,000 topics are for the topics of this run. */
    private static long share(long bytes) {
        return bytes * TOPICS / 3_000;
    }

    @Test
    void oneRecordOfEachTopicTakesLittle() throws IOException {
        assertThat(write(1, DIRECTORY, IDLE)).isLessThan(share(200L << 20));
    }

    @Test
    void aHundredRecordsOfEachTopicStayOpenInAThirdOfTheHeap() throws IOException {
        assertThat(write(100, DIRECTORY, IDLE, "buffer.max.bytes=536870912")).isLessThan(share(350L << 20));
    }

    @Test
    void sixHundredRecordsOfEachTopicFitBecauseOldFilesEndEarly() throws IOException {
        write(IS_SOAK ? 600 : 200, DIRECTORY, "buffer.max.bytes=" + share(268_435_456));
    }

    @Test
    void aSmallBudgetMakesMoreAndSmallerFilesAndHolds() throws IOException {
        long held = write(IS_SOAK ? 100 : 60, DIRECTORY, "buffer.max.bytes=" + share(64L << 20));
        assertThat(held).isLessThan((64L + 128) << 20);
        assertThat(Files.below(root)).as("files that the budget ended early").hasSizeGreaterThan(TOPICS);
    }
}
