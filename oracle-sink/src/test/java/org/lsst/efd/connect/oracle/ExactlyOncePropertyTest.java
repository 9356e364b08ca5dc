package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;
import org.lsst.efd.connect.common.sink.NullValues;
import org.lsst.efd.connect.common.sink.PassThrough;
import org.lsst.efd.connect.common.sink.SinkPipeline;
import org.lsst.efd.connect.oracle.server.LocalDatabase;
import org.lsst.efd.connect.oracle.server.LocalDatabase.Product;

/**
 * Random batches with random bad rows, a database that fails before and after any statement and at commits, and tasks
 * that die: in the end each good row is in the table once, and each bad one in the dead letter queue.
 */
final class ExactlyOncePropertyTest {
    private static final Schema SCHEMA = Records.schema(
            "v",
            Schema.INT64_SCHEMA,
            "d",
            Decimal.builder(0).parameter("connect.decimal.precision", "5").build());
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long LIMIT_NS = TimeUnit.MINUTES.toNanos(2);

    @Property(tries = 40)
    void eachGoodRowIsInTheTableOnceAndEachBadOneIsReported(
            @ForAll long seed,
            @ForAll @IntRange(min = 8, max = 60) int oneIn,
            @ForAll @IntRange(min = 1, max = 3) int connections,
            @ForAll boolean hasBadRows)
            throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        String topic = "p" + NUMBER.incrementAndGet();
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
        int count = 120;
        Set<String> bad = new TreeSet<>();
        Set<String> reported = new HashSet<>();
        try (LocalDatabase database = LocalDatabase.start(Product.H2)) {
            List<SinkRecord> log = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                TopicPartition partition = partitions.get(i % 2);
                boolean isBad = hasBadRows && random.nextInt(15) == 0;
                long id = (long) i;
                log.add(Records.of(
                        partition, i / 2, Records.struct(SCHEMA, id, new java.math.BigDecimal(isBad ? 1_234_567 : 1))));
                if (isBad) {
                    bad.add(topic + "-" + i % 2 + "@" + i / 2);
                }
            }
            boolean isDone = false;
            for (int life = 0; life < 8 && !isDone; life++) {
                boolean isLast = life == 7;
                isDone = live(database, connections, partitions, log, isLast ? 0 : oneIn, isLast, random, reported);
            }
            assertThat(isDone).isTrue();
            Map<Long, Integer> times = new HashMap<>();
            database.query("SELECT v FROM " + topic)
                    .forEach(row -> times.merge(Records.whole(row.get(0)), 1, Integer::sum));
            assertThat(times.values()).allMatch(time -> time == 1);
            assertThat(times).hasSize(count - bad.size());
            assertThat(reported).containsAll(bad).hasSameSizeAs(bad);
        }
    }

    /** One task from its start to its death; whether all was committed before. */
    private static boolean live(
            LocalDatabase database,
            int connectionCount,
            List<TopicPartition> partitions,
            List<SinkRecord> log,
            int oneIn,
            boolean isLast,
            SplittableRandom random,
            Set<String> reported)
            throws InterruptedException {
        Map<String, String> settings = new HashMap<>(OracleTasks.forUrl(database.url()));
        settings.put("connection.user", database.user());
        settings.put("connection.password", database.user());
        settings.put("connections", Integer.toString(connectionCount));
        settings.put("batch.rows", Integer.toString(1 + random.nextInt(40)));
        settings.put("batch.linger.ms", "5");
        settings.put("retry.backoff.ms", "1");
        settings.put("retry.backoff.max.ms", "3");
        FakeSinkTaskContext context = new FakeSinkTaskContext(settings, true);
        context.mutableAssignment().addAll(partitions);
        BadRecords badRecords = BadRecords.of(context, settings);
        OracleSinkConfig config = new OracleSinkConfig(settings);
        FaultyConnections connections = new FaultyConnections(config.writer().connections(), random.nextLong(), oneIn);
        OracleDestination destination = new OracleDestination(
                config,
                config.writer().withConnections(connections),
                badRecords,
                TaskMetrics.of(context),
                Clock.systemUTC());
        SinkPipeline pipeline = new SinkPipeline(
                context, new PassThrough(), destination, badRecords, NullValues.PASS, Clock.systemUTC());
        destination.start();
        pipeline.open(partitions);
        Map<TopicPartition, Long> next = new HashMap<>();
        partitions.forEach(partition -> next.put(partition, 0L));
        long deadline = System.nanoTime() + LIMIT_NS;
        int polls = isLast ? Integer.MAX_VALUE : 5 + random.nextInt(60);
        boolean isDone = false;
        for (int poll = 0; poll < polls && !isDone && System.nanoTime() < deadline; poll++) {
            next.putAll(context.takeOffsets());
            List<SinkRecord> batch = new ArrayList<>();
            for (SinkRecord record : log) {
                TopicPartition partition = new TopicPartition(record.topic(), record.kafkaPartition());
                boolean isNext = record.kafkaOffset() == next.getOrDefault(partition, 0L);
                if (isNext && batch.size() < 20 && !context.paused().contains(partition)) {
                    batch.add(record);
                    next.put(partition, record.kafkaOffset() + 1);
                }
            }
            pipeline.put(batch);
            TimeUnit.MILLISECONDS.sleep(1);
            isDone = isCommitted(pipeline, next, log.size() / 2);
        }
        context.reasons().forEach(reason -> reported.add(reason.substring(0, reason.indexOf(':'))));
        pipeline.stop();
        return isDone;
    }

    private static boolean isCommitted(SinkPipeline pipeline, Map<TopicPartition, Long> next, long end) {
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        next.forEach((partition, offset) -> consumed.put(partition, new OffsetAndMetadata(offset)));
        Map<TopicPartition, OffsetAndMetadata> safe = pipeline.preCommit(consumed);
        return next.keySet().stream().allMatch(partition -> {
            OffsetAndMetadata offset = safe.get(partition);
            return offset != null && offset.offset() == end;
        });
    }
}
