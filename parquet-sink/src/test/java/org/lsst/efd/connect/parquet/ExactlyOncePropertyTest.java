package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterTry;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.sink.FakeConnect;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;
import org.lsst.efd.connect.common.sink.SinkPipeline;
import org.lsst.efd.connect.parquet.lanes.Lanes;
import org.lsst.efd.connect.parquet.s3.S3Double;

/**
 * Random records, paths, schemas, rotations, rebalances, crashes, zombies that live on, and a store that fails: all files
 * together hold each record once, and what is committed is published.
 */
final class ExactlyOncePropertyTest {
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition("a", 0), new TopicPartition("a", 1), new TopicPartition("b", 0));
    private static final List<Schema> SCHEMAS =
            List.of(schema(Schema.INT64_SCHEMA), schema(Schema.OPTIONAL_INT64_SCHEMA), schema(Schema.FLOAT64_SCHEMA));

    private Map<String, byte[]> files = MemoryStore.empty();
    private final Random random = new Random();
    private final MovedClock clock = new MovedClock();
    private final List<Owner> owners = new ArrayList<>();
    private final Path staging = newDirectory();
    private boolean isWindowed;

    /** Stands still unless it is moved; jumps also back. */
    private static final class MovedClock extends Clock {
        private final AtomicLong ms = new AtomicLong(1_700_000_000_000L);

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(ms.get());
        }
    }

    private static Schema schema(Schema x) {
        return SchemaBuilder.struct()
                .name("r")
                .field("id", Schema.INT64_SCHEMA)
                .field("kind", Schema.INT32_SCHEMA)
                .field("time", Schema.INT64_SCHEMA)
                .field("x", x)
                .build();
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("parquet-lanes");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** One life of a task. */
    private final class Owner {
        private final FakeSinkTaskContext context = new FakeSinkTaskContext();
        private final Custody custody;
        private final Lanes lanes;
        private final SinkPipeline pipeline;

        Owner(Map<String, String> settings, int failuresInHundred) {
            ParquetSinkConfig config = new ParquetSinkConfig(settings);
            custody = config.custody();
            lanes = config.lanes(
                    new MemoryStore(files, staging, random.nextLong(), failuresInHundred), custody, "test");
            ParquetDestination destination = new ParquetDestination(config, custody, lanes, clock);
            pipeline = new SinkPipeline(
                    context,
                    config.stage(clock),
                    destination,
                    new BadRecords(context.errantRecordReporter(), false, clock),
                    config.nullValues(),
                    clock);
            lanes.start(clock.millis());
            owners.add(this);
        }
    }

    @AfterTry
    void stop() throws IOException {
        owners.forEach(owner -> owner.lanes.stop());
        try (var left = Files.walk(staging)) {
            left.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }

    private Map<String, String> settings(boolean wantsWindows) {
        isWindowed = wantsWindows;
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "model",
                "store.url", "file:///unused",
                "path.template", "${topic}/kind=${field:kind}/${date:HHmm}",
                "timestamp.field", "time",
                "rotate.idle.ms", String.valueOf(1 + random.nextInt(300)),
                "rotate.age.ms", "2000",
                "rotate.late.ms", "1000",
                "rotate.records", String.valueOf(1 + random.nextInt(20)),
                "retry.backoff.ms", "1"));
        settings.put("retry.backoff.max.ms", "2");
        settings.put("close.timeout.ms", "0");
        settings.put("format", random.nextInt(4) == 0 ? "avro" : "parquet");
        if (wantsWindows) {
            settings.put("path.template", "${topic}/${date:HHmm}");
            settings.put("aggregate.enabled", "true");
            settings.put("aggregate.window.size.ms", "2000");
            settings.put("aggregate.window.grace.ms", "1000");
            settings.put("aggregate.partition.mode", "separate");
        }
        return settings;
    }

    @Property(tries = 20)
    void everyRecordIsInOneFile(@ForAll long seed) throws IOException, InterruptedException {
        random.setSeed(seed);
        Map<String, String> settings = settings(false);
        FakeConnect connect = run(settings);
        finish(connect, settings);
        Map<String, Integer> copies = new TreeMap<>();
        for (GenericRecord row : rows()) {
            copies.merge(String.valueOf(row.get("id")), 1, Integer::sum);
        }
        Map<String, Integer> expected = new TreeMap<>();
        PARTITIONS.forEach(partition -> connect.records(partition)
                .forEach(record -> expected.put(String.valueOf(((Struct) record.value()).getInt64("id")), 1)));
        assertThat(copies).isEqualTo(expected);
    }

    /** Runs with everything that may happen. */
    private FakeConnect run(Map<String, String> settings) throws IOException, InterruptedException {
        files = MemoryStore.empty();
        owners.clear();
        int failures = random.nextInt(3) * 10;
        Owner first = new Owner(settings, failures);
        FakeConnect connect = new FakeConnect(record -> record, first.context, first.pipeline);
        connect.assign(PARTITIONS);
        long id = 0;
        for (int step = 0; step < 60; step++) {
            for (int i = random.nextInt(12); i > 0; i--) {
                TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
                connect.produce(partition, record(connect, partition, id++));
            }
            switch (random.nextInt(12)) {
                case 0 -> connect.commit();
                case 1 -> {
                    // the owner before is a zombie: its threads go on with what they have
                    Owner next = new Owner(settings, failures);
                    connect.crash(next.context, next.pipeline);
                }
                case 2 -> {
                    List<TopicPartition> some = PARTITIONS.subList(0, 1 + random.nextInt(2));
                    connect.revoke(some);
                    connect.poll(5, PARTITIONS);
                    connect.assign(some);
                }
                case 3 -> clock.ms.addAndGet(random.nextInt(10) == 0 ? -5_000 : 3_000);
                case 4 -> Thread.sleep(random.nextInt(5));
                default -> {
                    clock.ms.addAndGet(random.nextInt(100));
                    connect.poll(1 + random.nextInt(10), PARTITIONS);
                }
            }
            assertCommittedIsPublished(connect);
        }
        return connect;
    }

    private SinkRecord record(FakeConnect connect, TopicPartition partition, long id) {
        long offset = connect.records(partition).size();
        Schema schema = SCHEMAS.get(random.nextInt(8) == 0 ? random.nextInt(3) : 0);
        boolean isLate = random.nextInt(20) == 0;
        Struct value = new Struct(schema)
                .put("id", id)
                .put("kind", random.nextInt(6) == 0 ? 1 : 0)
                .put("time", 1_690_000_000_000L + offset * 1_000 - (isLate ? 200_000 : 0));
        value.put("x", schema.field("x").schema().type() == Schema.Type.INT64 ? (Object) id : (Object) (double) id);
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                null,
                null,
                schema,
                value,
                offset,
                1_690_000_000_000L + offset,
                TimestampType.CREATE_TIME);
    }

    private void assertCommittedIsPublished(FakeConnect connect) throws IOException {
        if (isWindowed || random.nextInt(15) > 0) {
            return;
        }
        Set<String> published = new java.util.HashSet<>();
        rows().forEach(row -> published.add(String.valueOf(row.get("id"))));
        for (TopicPartition partition : PARTITIONS) {
            for (int offset = 0; offset < connect.committed(partition); offset++) {
                assertThat(published)
                        .as("%s@%s is committed", partition, offset)
                        .contains(String.valueOf(
                                ((Struct) connect.records(partition).get(offset).value()).getInt64("id")));
            }
        }
    }

    /** Polls until everything is committed. */
    private void finish(FakeConnect connect, Map<String, String> settings) throws InterruptedException {
        Owner last = new Owner(settings, 0);
        connect.crash(last.context, last.pipeline);
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (PARTITIONS.stream()
                .anyMatch(partition -> connect.committed(partition)
                        < connect.records(partition).size())) {
            clock.ms.addAndGet(100);
            connect.poll(100, PARTITIONS);
            connect.commit();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not everything was published");
            }
            Thread.sleep(1);
        }
        // what zombies still do must do no harm either
        Thread.sleep(20);
    }

    private List<GenericRecord> rows() throws IOException {
        List<GenericRecord> rows = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith(".avro")) {
                try (var reader = new org.apache.avro.file.DataFileStream<GenericRecord>(
                        new java.io.ByteArrayInputStream(file.getValue()),
                        new org.apache.avro.generic.GenericDatumReader<>())) {
                    reader.forEach(rows::add);
                }
            } else {
                try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                                S3Double.input(file.getValue()))
                        .build()) {
                    for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    /** Each window that was told is in one file once, with the same numbers as in a run without crashes. */
    @Property(tries = 10)
    void everyWindowIsInOneFile(@ForAll long seed) throws IOException, InterruptedException {
        random.setSeed(seed);
        Map<String, String> settings = settings(true);
        FakeConnect connect = run(settings);
        Owner last = new Owner(settings, 0);
        connect.crash(last.context, last.pipeline);
        Map<String, Integer> told = windows(connect, last);

        // another store: zombies may still publish to that of the disturbed run
        files = MemoryStore.empty();
        Owner only = new Owner(settings, 0);
        FakeConnect undisturbed = new FakeConnect(record -> record, only.context, only.pipeline);
        PARTITIONS.forEach(
                partition -> connect.records(partition).forEach(record -> undisturbed.produce(partition, record)));
        undisturbed.assign(PARTITIONS);
        assertThat(told).isEqualTo(windows(undisturbed, only));
        assertThat(told.values()).allMatch(copies -> copies == 1);
    }

    /** Polls to the end and until all that was told is published. */
    private Map<String, Integer> windows(FakeConnect connect, Owner owner) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 120_000_000_000L;
        int idle = 0;
        while (idle < 50) {
            clock.ms.addAndGet(100);
            connect.poll(1_000, PARTITIONS);
            connect.commit();
            idle = isAllPublished(owner) ? idle + 1 : 0;
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not everything was published");
            }
            Thread.sleep(1);
        }
        Map<String, Integer> copies = new TreeMap<>();
        for (GenericRecord row : rows()) {
            copies.merge(row.toString(), 1, Integer::sum);
        }
        return copies;
    }

    /** Bytes alone do not tell: a file that waits on the disk for its name holds none. */
    private static boolean isAllPublished(Owner owner) {
        return PARTITIONS.stream()
                .allMatch(
                        partition -> owner.custody.oldestNeededOffset(partition).isEmpty());
    }
}
