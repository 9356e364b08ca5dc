package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.oracle.server.CommitCutter;
import org.lsst.efd.connect.oracle.server.Databases;
import org.lsst.efd.connect.oracle.server.LocalDatabase;
import org.lsst.efd.connect.oracle.server.LocalDatabase.Product;

/** The task against real servers: no row is lost or doubled, whatever happens to either. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class ExactlyOnceIT {
    private static final Schema NUMBER =
            SchemaBuilder.struct().field("v", Schema.INT64_SCHEMA).build();

    private final Databases databases = new Databases();
    private int topics;

    @AfterAll
    void end() {
        databases.close();
    }

    private LocalDatabase database(Product product) {
        return databases.of(product);
    }

    private static RunningTask start(LocalDatabase database, int connections, String... settings) {
        return OracleTasks.start(
                database,
                Stream.concat(Stream.of("connections=" + connections), Stream.of(settings))
                        .toArray(String[]::new));
    }

    private TopicPartition freshPartition() {
        return new TopicPartition("lsst.sal.Once.t" + topics++, 0);
    }

    private static String table(TopicPartition partition) {
        return partition.topic().replace('.', '_').toLowerCase(java.util.Locale.ROOT);
    }

    private static List<SinkRecord> records(TopicPartition partition, long from, long to) {
        List<SinkRecord> records = new ArrayList<>();
        LongStream.range(from, to)
                .forEach(offset -> records.add(RunningTask.record(
                        partition, offset, NUMBER, new Struct(NUMBER).put("v", offset), 1_700_000_000_000L + offset)));
        return records;
    }

    private static void requireEachOnce(LocalDatabase database, TopicPartition partition, long count) {
        List<Object> row =
                database
                        .query("SELECT COUNT(*), COUNT(DISTINCT v), MIN(v), MAX(v) FROM " + table(partition))
                        .get(0)
                        .stream()
                        .map(value -> (Object) ((Number) java.util.Objects.requireNonNull(value)).longValue())
                        .toList();
        assertThat(row).containsExactly(count, count, 0L, count - 1);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 1", "POSTGRESQL, 3", "MARIADB, 1", "MARIADB, 3"})
    void writesEachRecordOnceAndStartsWhereTheDatabaseSays(Product product, int connections) {
        LocalDatabase database = database(product);
        TopicPartition partition = freshPartition();
        try (RunningTask task = start(database, connections)) {
            task.open(partition);
            task.put(records(partition, 0, 2500));
            task.awaitCommitted();
        }
        TopicPartition fresh = freshPartition();
        try (RunningTask next = start(database, connections, "statement.cache.size=1")) {
            next.open(partition, fresh);

            assertThat(next.context().takeOffsets()).containsExactly(Map.entry(partition, 2500L));
            next.put(records(partition, 2500, 3000));
            next.put(records(fresh, 0, 10));
            next.awaitCommitted();
        }
        requireEachOnce(database, partition, 3000);
        requireEachOnce(database, fresh, 10);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 1", "POSTGRESQL, 3", "MARIADB, 1", "MARIADB, 3"})
    void aTaskThatLostItsPartitionIsFenced(Product product, int connections) {
        LocalDatabase database = database(product);
        TopicPartition partition = freshPartition();
        try (RunningTask frozen = start(database, connections, "batch.linger.ms=600000");
                RunningTask owner = start(database, connections)) {
            frozen.open(partition);
            frozen.put(records(partition, 0, 10));
            owner.open(partition);
            owner.put(records(partition, 0, 20));
            owner.awaitCommitted();

            frozen.put(records(partition, 10, 1200));
            assertThatThrownBy(() -> frozen.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("fenced")
                    .hasMessageContaining(partition.toString());
        }
        requireEachOnce(database, partition, 20);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 1", "POSTGRESQL, 3", "MARIADB, 1", "MARIADB, 3"})
    void aTransactionWithOneLostPartitionWritesNothingOfTheOthers(Product product, int connections) {
        LocalDatabase database = database(product);
        TopicPartition kept = freshPartition();
        TopicPartition lost = new TopicPartition(kept.topic(), 1);
        try (RunningTask frozen = start(database, connections, "batch.linger.ms=600000");
                RunningTask owner = start(database, connections)) {
            frozen.open(kept, lost);
            frozen.put(records(kept, 0, 10));
            owner.open(lost);
            owner.put(records(lost, 0, 20));
            owner.awaitCommitted();

            frozen.put(records(lost, 0, 1200));
            assertThatThrownBy(() -> frozen.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("fenced")
                    .hasMessageContaining(lost.toString());
        }
        requireEachOnce(database, lost, 20);
        try (RunningTask next = start(database, connections)) {
            next.open(kept);
            assertThat(next.context().takeOffsets()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 1", "POSTGRESQL, 3", "MARIADB, 1", "MARIADB, 3"})
    void goesOnWhereItWasWhenTheDatabaseIsKilledAndComesBack(Product product, int connections) {
        LocalDatabase database = database(product);
        TopicPartition partition = freshPartition();
        int rounds = Soak.isOn() ? 10 : 2;
        int perRound = 4000;
        try (RunningTask task = start(database, connections)) {
            task.open(partition);
            for (int round = 0; round < rounds; round++) {
                long begin = (long) round * perRound;
                for (long from = begin; from < begin + perRound; from += 500) {
                    task.put(records(partition, from, from + 500));
                    if (from == begin + perRound / 2) {
                        database.kill();
                    }
                }
                database.restart();
                task.awaitCommitted();
            }
        }
        requireEachOnce(database, partition, (long) rounds * perRound);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 1", "POSTGRESQL, 3", "MARIADB, 1", "MARIADB, 3"})
    void aCommitThatIsCutAtAnyByteLosesAndDoublesNothing(Product product, int connections) {
        LocalDatabase database = database(product);
        TopicPartition partition = freshPartition();
        int step = Soak.isOn() ? 1 : 4;
        long next = 0;
        int cuts = 0;
        try (CommitCutter cutter = new CommitCutter(database.port());
                RunningTask task = start(database, connections, "connection.url=" + database.url(cutter.port()))) {
            task.open(partition);
            task.put(records(partition, next, next += 10));
            task.awaitCommitted();
            for (CommitCutter.Half half : CommitCutter.Half.values()) {
                int length = step;
                for (int bytes = 0; bytes <= length; bytes += step) {
                    cutter.cutNext(half, bytes);
                    task.put(records(partition, next, next += 10));
                    task.awaitCommitted();
                    length = cutter.cutLength();
                    cuts++;
                }
            }
            assertThat(task.context().reasons()).isEmpty();
        }
        System.out.println(product + ": a COMMIT or its answer was cut at " + cuts + " of its bytes");
        requireEachOnce(database, partition, next);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 1", "POSTGRESQL, 3", "MARIADB, 1", "MARIADB, 3"})
    void waitsForADatabaseThatIsAwayAtTheStart(Product product, int connections) {
        LocalDatabase database = database(product);
        TopicPartition partition = freshPartition();
        try (RunningTask task = start(database, connections)) {
            task.open(partition);
            task.put(records(partition, 0, 100));
            task.awaitCommitted();
        }
        database.kill();
        try (RunningTask task = start(database, connections)) {
            task.open(partition);
            assertThat(task.context().paused()).contains(partition);
            task.put(records(partition, 0, 50));
            database.restart();
            task.await(() -> task.context().takeOffsets().getOrDefault(partition, -1L) == 100L);

            task.put(records(partition, 100, 200));
            task.awaitCommitted();
        }
        requireEachOnce(database, partition, 200);
    }
}
