package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lsst.efd.connect.common.disk.SmallDisk;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.oracle.server.Databases;
import org.lsst.efd.connect.oracle.server.LocalDatabase;
import org.lsst.efd.connect.oracle.server.LocalDatabase.Product;

/** What a person has to mend: the task fails and says what, or waits where nothing needs to be changed but the database. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class OutagesIT {
    private static final Schema SCHEMA = Records.schema("id", Schema.INT64_SCHEMA, "text", Schema.STRING_SCHEMA);
    private static final String WRONG = "not-the-password";

    private final Databases databases = new Databases();
    private int topics;

    @AfterAll
    void end() {
        databases.close();
    }

    private TopicPartition freshPartition() {
        return new TopicPartition("outages" + topics++, 0);
    }

    private static List<SinkRecord> records(TopicPartition partition, long from, long to) {
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            String text = Long.toHexString(offset * 0x9E3779B97F4A7C15L).repeat(60);
            records.add(Records.of(partition, offset, Records.struct(SCHEMA, offset, text)));
        }
        return records;
    }

    private static void requireFailure(RunningTask task, TopicPartition partition, String code) {
        long beganNs = System.nanoTime();
        assertThatThrownBy(() -> {
                    task.open(partition);
                    task.put(records(partition, 0, 10));
                    task.await(() -> false);
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("CONFIG")
                .hasMessageContaining(code)
                .hasMessageNotContaining(WRONG);
        System.out.printf("%s: the task failed after %d ms%n", code, (System.nanoTime() - beganNs) / 1_000_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aWrongPasswordFailsTheTask(Product product) {
        LocalDatabase database = databases.of(product);
        try (RunningTask task = OracleTasks.start(database, "connection.password=" + WRONG)) {
            requireFailure(task, freshPartition(), product == Product.POSTGRESQL ? "28P01" : "1045");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aMissingPrivilegeFailsTheTask(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        String reader = product == Product.POSTGRESQL ? "reader" : "'reader'@'127.0.0.1'";
        database.execute(
                "CREATE TABLE " + partition.topic() + " (id BIGINT, text TEXT)",
                "CREATE USER " + reader
                        + (product == Product.POSTGRESQL
                                ? " PASSWORD '" + WRONG + "'"
                                : " IDENTIFIED BY '" + WRONG + "'"),
                "GRANT SELECT ON " + partition.topic() + " TO " + reader);
        try (RunningTask task = OracleTasks.start(
                database,
                "connection.user=reader",
                "connection.password=" + WRONG,
                "delivery.guarantee=at_least_once")) {
            requireFailure(task, partition, product == Product.POSTGRESQL ? "42501" : "1142");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aFullDiskIsToldOnceAndTheTaskGoesOnWhenThereIsRoom(Product product) throws Exception {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        int count = 20_000;
        Errors errors = new Errors();
        try (SmallDisk disk = database.smallDisk(8)) {
            String options = "table.options=" + onDisk(database, disk);
            try (RunningTask task = OracleTasks.start(database, options, "buffer.max.bytes=4194304")) {
                task.open(partition);
                task.put(records(partition, 0, 10));
                task.awaitCommitted();
                for (int from = 10; from < count; from += 10) {
                    task.put(records(partition, from, from + 10));
                }
                task.await(() -> errors.count("needs a person") > 0);
                for (int beat = 0; beat < 100; beat++) {
                    task.put(List.of());
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                assertThat(errors.count("needs a person")).isEqualTo(1);
                assertThat(task.context().paused()).contains(partition);

                disk.grow(256);
                task.awaitCommitted();
                assertThat(task.context().reasons()).isEmpty();
            }
            assertThat(Records.wholes(
                            database.query("SELECT COUNT(*), COUNT(DISTINCT id), MAX(id) FROM " + partition.topic())
                                    .get(0)))
                    .containsExactly((long) count, (long) count, count - 1L);
            database.execute("DROP TABLE " + partition.topic());
        } finally {
            errors.close();
        }
    }

    private static String onDisk(LocalDatabase database, SmallDisk disk) {
        if (database.product() == Product.MARIADB) {
            return "DATA DIRECTORY='" + disk.path() + "'";
        }
        database.execute("CREATE TABLESPACE small LOCATION '" + disk.path() + "'");
        return "TABLESPACE small";
    }

    /** What is logged, here and where it goes otherwise. */
    private static final class Errors implements AutoCloseable {
        private final PrintStream original = System.err;
        private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

        Errors() {
            System.setErr(new PrintStream(
                    new OutputStream() {
                        @Override
                        public void write(int one) {
                            original.write(one);
                            copy.write(one);
                        }
                    },
                    true,
                    StandardCharsets.UTF_8));
        }

        long count(String text) {
            return copy.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(text))
                    .count();
        }

        @Override
        public void close() {
            System.setErr(original);
        }
    }
}
