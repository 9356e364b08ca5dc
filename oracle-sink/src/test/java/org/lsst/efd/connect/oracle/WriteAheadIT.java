package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.oracle.server.Databases;
import org.lsst.efd.connect.oracle.server.LocalDatabase;
import org.lsst.efd.connect.oracle.server.LocalDatabase.Product;

/** Transactions side by side on several connections end as if they had come one after the other. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class WriteAheadIT {
    private static final Schema NUMBERS = Records.schema("id", Schema.INT64_SCHEMA, "v", Schema.INT64_SCHEMA);
    private static final Schema WIDER =
            Records.schema("id", Schema.INT64_SCHEMA, "v", Schema.INT64_SCHEMA, "w", Schema.OPTIONAL_INT64_SCHEMA);

    private final Databases databases = new Databases();
    private int topics;

    @AfterAll
    void end() {
        databases.close();
    }

    private TopicPartition freshPartition() {
        return new TopicPartition("ahead" + topics++, 0);
    }

    private static SinkRecord record(TopicPartition partition, long offset, long id) {
        return Records.of(partition, offset, Records.struct(NUMBERS, id, offset));
    }

    private static List<SinkRecord> records(TopicPartition partition, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> record(partition, offset, offset))
                .toList();
    }

    /** How many transactions have changed something and run nothing for now. */
    private static long waiting(LocalDatabase database) {
        try {
            // MariaDB makes this table anew only if nobody has looked for 100 ms
            TimeUnit.MILLISECONDS.sleep(150);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return database.number(
                database.product() == Product.POSTGRESQL
                        ? "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND backend_xid IS NOT NULL"
                        : "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'RUNNING'"
                                + " AND trx_rows_modified > 0 AND trx_query IS NULL");
    }

    /** The stranger and the second transaction, which is undone after two seconds: who looks too late does not see it. */
    private static BooleanSupplier twoWaitOrHaveWaited(LocalDatabase database) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        return () -> waiting(database) == 2 || System.nanoTime() > endNs;
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void anEarlierTransactionThatWaitsForALaterOneGoesFirst(Product product) throws SQLException {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        String table = partition.topic();
        try (RunningTask task = OracleTasks.start(
                        database, "connections=2", "batch.rows=3", "pk.mode=record_value", "pk.fields=id");
                Connection stranger = database.connect();
                Statement statement = stranger.createStatement()) {
            task.open(partition);
            task.put(records(partition, 0, 3));
            task.awaitCommitted();

            // the stranger keeps the first transaction from going on, until the second holds the key that both have
            stranger.setAutoCommit(false);
            statement.execute("INSERT INTO " + table + " (id, v) VALUES (100, 0)");
            task.put(record(partition, 3, 100), record(partition, 4, 200), record(partition, 5, 300));
            task.put(record(partition, 6, 200), record(partition, 7, 400), record(partition, 8, 500));
            task.await(twoWaitOrHaveWaited(database));
            stranger.rollback();
            task.awaitCommitted();

            assertThat(task.context().reasons())
                    .singleElement()
                    .asString()
                    .contains(partition + "@6")
                    .contains("duplicate");
        }
        assertThat(database.query("SELECT id, v FROM " + table + " WHERE id >= 100 ORDER BY id").stream()
                        .map(Records::wholes)
                        .toList())
                .containsExactly(
                        List.of(100L, 3L), List.of(200L, 4L), List.of(300L, 5L), List.of(400L, 7L), List.of(500L, 8L));
    }

    /** A new owner of a partition that writes the same rows. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void whoHoldsThePositionsNeedNotWaitForRowsThatWaitForThem(Product product) throws SQLException {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        String table = partition.topic();
        try (RunningTask task = OracleTasks.start(
                        database, "connections=2", "batch.rows=3", "pk.mode=record_value", "pk.fields=id");
                Connection stranger = database.connect();
                Statement statement = stranger.createStatement()) {
            task.open(partition);
            task.put(records(partition, 0, 3));
            task.awaitCommitted();

            // shorter than the task waits for locks and answers: it must be the task that gives way
            statement.execute(
                    product == Product.POSTGRESQL ? "SET lock_timeout = '60s'" : "SET innodb_lock_wait_timeout = 30");
            stranger.setAutoCommit(false);
            statement.execute(
                    "UPDATE efd_connect_offsets SET told_offset = told_offset + 100 WHERE topic = '" + table + "'");
            task.put(records(partition, 3, 6));
            task.put(records(partition, 6, 9));
            task.await(twoWaitOrHaveWaited(database));
            CompletableFuture<Boolean> written = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.executeUpdate("INSERT INTO " + table + " (id, v) VALUES (7, 0)") == 1;
                } catch (SQLException refused) {
                    throw new IllegalStateException(refused);
                }
            });
            task.await(written::isDone);
            assertThat(written.join()).isTrue();
            stranger.rollback();
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + table)).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void theLastValueOfEachKeyStays(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        long keys = 300;
        long count = 20_000;
        try (RunningTask task = OracleTasks.start(
                database,
                "connections=3",
                "batch.rows=50",
                "insert.mode=upsert",
                "pk.mode=record_value",
                "pk.fields=id")) {
            task.open(partition);
            for (long from = 0; from < count; from += 100) {
                List<SinkRecord> records = new ArrayList<>();
                for (long offset = from; offset < from + 100; offset++) {
                    records.add(record(partition, offset, offset * 7 % keys));
                }
                task.put(records);
            }
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        List<List<Long>> expected = new ArrayList<>();
        for (long id = 0; id < keys; id++) {
            long last = count - 1;
            while (last * 7 % keys != id) {
                last--;
            }
            expected.add(List.of(id, last));
        }
        assertThat(database.query("SELECT id, v FROM " + partition.topic() + " ORDER BY id").stream()
                        .map(Records::wholes)
                        .toList())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void tablesThatGrowAndBadRowsComeInBetween(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        int count = 6000;
        try (RunningTask task =
                OracleTasks.start(database, "connections=3", "batch.rows=40", "pk.mode=record_value", "pk.fields=id")) {
            task.open(partition);
            for (int from = 0; from < count; from += 60) {
                List<SinkRecord> records = new ArrayList<>();
                for (long offset = from; offset < from + 60; offset++) {
                    // every thousandth has a key that is there
                    long id = offset % 1000 == 999 ? 0 : offset;
                    records.add(
                            offset < count / 2
                                    ? record(partition, offset, id)
                                    : Records.of(partition, offset, Records.struct(WIDER, id, offset, offset)));
                }
                task.put(records);
            }
            task.awaitCommitted();
            assertThat(task.context().reasons()).hasSize(6).allMatch(reason -> reason.contains("999: "));
        }
        assertThat(database
                        .query("SELECT COUNT(*), COUNT(DISTINCT v), COUNT(w), MIN(w), MAX(v) FROM " + partition.topic())
                        .stream()
                        .map(Records::wholes)
                        .toList())
                .containsExactly(List.of(count - 6L, count - 6L, count / 2 - 3L, count / 2L, count - 2L));
    }
}
