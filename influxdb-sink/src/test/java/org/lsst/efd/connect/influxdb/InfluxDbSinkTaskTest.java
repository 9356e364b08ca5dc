package org.lsst.efd.connect.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.influxdb.write.FakeServer;
import org.lsst.efd.connect.influxdb.write.FakeServer.Answer;

final class InfluxDbSinkTaskTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("v", Schema.INT64_SCHEMA)
            .field("x", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("salIndex", Schema.OPTIONAL_INT32_SCHEMA)
            .build();
    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);

    /** A 1.x server without the database names: SHOW answers nothing, writes are taken. */
    private final FakeServer server = new FakeServer().answering(InfluxDbSinkTaskTest::answer);

    private static Answer answer(FakeServer.Asked asked) {
        return asked.path().equals("/write") ? Answer.of(204, "") : Answer.of(200, "{\"results\":[{}]}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RunningTask start(String... settings) {
        return InfluxDbTasks.start(server.url().toString(), settings);
    }

    private static SinkRecord record(TopicPartition partition, long offset) {
        Struct value = new Struct(SCHEMA)
                .put("v", offset + 1000L * partition.partition())
                .put("x", 0.5)
                .put("salIndex", 3);
        return RunningTask.record(partition, offset, SCHEMA, value, 1000 + offset);
    }

    private List<FakeServer.Asked> writes() {
        return server.asked().stream()
                .filter(asked -> asked.path().equals("/write"))
                .toList();
    }

    @Test
    void commitsWhatTheServerHasAcknowledgedAndNothingElse() {
        CountDownLatch answer = new CountDownLatch(1);
        server.answering(asked -> {
            if (asked.path().equals("/write")) {
                await(answer);
            }
            return answer(asked);
        });
        try (RunningTask task = start()) {
            task.open(T0);
            task.put(record(T0, 0), record(T0, 1));
            task.await(() -> !writes().isEmpty());
            assertThat(task.committable(T0)).isZero();

            answer.countDown();

            task.awaitCommitted();
            assertThat(server.taken())
                    .containsExactly("t v=0i,x=0.5,salIndex=3i 1000000", "t v=1i,x=0.5,salIndex=3i 1001000");
            task.await(() -> task.context().commitRequests() > 0);
        }
    }

    @Test
    void collectsRecordsOfManyTopicsAcrossPutsInOneRequest() {
        try (RunningTask task = start("batch.linger.ms=3600000", "batch.lines=1000", "influxdb.max.in.flight=1")) {
            List<TopicPartition> topics = new ArrayList<>();
            for (int topic = 0; topic < 1000; topic++) {
                topics.add(new TopicPartition("topic" + topic, 0));
            }
            task.open(topics.toArray(TopicPartition[]::new));
            topics.forEach(topic -> task.put(record(topic, 0)));

            task.awaitCommitted();
            assertThat(writes()).hasSize(1);
        }
    }

    @Test
    void reportsTheBadRecordAloneAndHoldsItsOffsetUntilThen() {
        server.answering(asked -> asked.path().equals("/write") && asked.body().contains("v=7i")
                ? Answer.of(400, "{\"error\":\"partial write: field type conflict: input field \\\"v\\\" dropped=1\"}")
                : answer(asked));
        try (RunningTask task = start()) {
            task.open(T0);
            LongStream.range(0, 20).forEach(offset -> task.put(record(T0, offset)));

            task.awaitCommitted();
            assertThat(task.context().reported()).singleElement().satisfies(bad -> assertThat(bad.kafkaOffset())
                    .isEqualTo(7));
            assertThat(task.context().reasons().get(0)).contains("t-0@7").contains("field type conflict");
            assertThat(server.taken()).hasSize(19);
        }
    }

    @Test
    void reportsWhatCannotBeALine() {
        try (RunningTask task = start("timestamp.field=x", "influxdb.nonfinite=fail")) {
            task.open(T0);
            Struct noTime = new Struct(SCHEMA).put("v", 1L);
            Struct nanTime = new Struct(SCHEMA).put("v", 1L).put("x", Double.NaN);
            Struct good = new Struct(SCHEMA).put("v", 2L).put("x", 1685578352.234788);
            task.put(
                    RunningTask.record(T0, 0, SCHEMA, noTime, 1),
                    RunningTask.record(T0, 1, SCHEMA, nanTime, 1),
                    RunningTask.record(T0, 2, SCHEMA, good, 1),
                    RunningTask.record(T0, 3, null, null, 1));

            task.awaitCommitted();
            assertThat(task.context().reasons())
                    .hasSize(2)
                    .anyMatch(reason -> reason.contains("t-0@0") && reason.contains("x is absent"))
                    .anyMatch(reason -> reason.contains("t-0@1") && reason.contains("finite"));
            assertThat(server.taken()).containsExactly("t v=2i,x=1685578352.234788 1685578352234788");
        }
    }

    @Test
    void failsTheTaskWithoutAQueueForBadRecords() {
        server.answering(asked -> asked.path().equals("/write") ? Answer.of(400, "{}") : answer(asked));
        try (RunningTask task = InfluxDbTasks.start(false, server.url().toString())) {
            task.open(T0);
            task.put(record(T0, 0));

            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("t-0@0");
            assertThat(task.committable(T0)).isZero();
        }
    }

    @Test
    void pausesAboveTheBudgetWhileTheServerIsAwayAndLosesNothing() {
        server.answering(asked -> asked.path().equals("/write") ? Answer.of(503, "") : answer(asked));
        try (RunningTask task = start("buffer.max.bytes=65536", "batch.bytes=4096")) {
            task.open(T0, T1);
            long offset = 0;
            while (!task.context().paused().containsAll(List.of(T0, T1))) {
                task.put(record(T0, offset), record(T1, offset));
                offset++;
            }
            assertThat(task.context().timeoutMs()).isLessThanOrEqualTo(100);
            assertThat(task.committable(T0)).isZero();
            task.put(record(T0, offset)); // polled before the pause: taken all the same

            server.answering(InfluxDbSinkTaskTest::answer);

            task.awaitCommitted();
            assertThat(server.taken()).doesNotHaveDuplicates().hasSize((int) (2 * offset + 1));
            task.await(() -> task.context().paused().isEmpty());
        }
    }

    @Test
    void forgetsAClosedPartitionAndCommitsNothingOfIt() {
        // the record is refused for ever: who does not forget it commits nothing behind it
        server.answering(asked -> asked.body().contains("v=0i") ? Answer.of(503, "") : answer(asked));
        try (RunningTask task = start()) {
            task.open(T0, T1);
            task.put(record(T0, 0), record(T1, 0));
            task.await(() -> !writes().isEmpty());

            task.close(T0);

            task.awaitCommitted();
            assertThat(task.committable(T1)).isEqualTo(1);
            assertThat(server.taken()).hasSize(1);
            task.open(T0);
            task.put(record(T0, 1));
            task.awaitCommitted();
            assertThat(task.committable(T0)).isEqualTo(2);
            assertThat(server.taken()).hasSize(2);
        }
    }

    @Test
    void failsWhenTheServerRefusesUsForGood() {
        server.answering(asked -> asked.path().equals("/write") ? Answer.of(405, "") : answer(asked));
        try (RunningTask task = start()) {
            task.open(T0);
            task.put(record(T0, 0));

            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("efd");
            assertThat(task.committable(T0)).isZero();
        }
    }

    @Test
    void dropsAndCountsWhatThePolicyNoLongerKeeps() {
        server.answering(asked -> asked.path().equals("/query")
                ? Answer.of(
                        200,
                        """
                        {"results":[{"series":[{"columns":["name","duration","shardGroupDuration","replicaN","default"],
                        "values":[["autogen","720h0m0s","24h0m0s",1,true]]}]}]}
                        """)
                : answer(asked));
        try (RunningTask task = start("influxdb.retention.duration=30d", "behavior.on.expired.points=report")) {
            task.open(T0);
            Struct value = new Struct(SCHEMA).put("v", 1L);
            task.put(RunningTask.record(T0, 0, SCHEMA, value, System.currentTimeMillis()));
            task.awaitCommitted(); // the first write waits for the policy, so it is known now
            task.put(RunningTask.record(T0, 1, SCHEMA, value, System.currentTimeMillis() - 31 * 86_400_000L));

            task.awaitCommitted();
            assertThat(task.context().reasons()).singleElement().asString().contains("retention policy");
            assertThat(server.taken()).hasSize(1);
        }
    }

    @Test
    void tagsTieBreakAndMeasurementFollowTheConfiguration() {
        try (RunningTask task = start(
                "influxdb.tags=salIndex:index",
                "influxdb.tags.as.fields=true",
                "influxdb.tags.static=site=summit",
                "influxdb.measurement=m_${topic}_${partition}",
                "timestamp.tiebreak=offset",
                "fields.exclude=x",
                "influxdb.integers.as.floats=true",
                "influxdb.token=abc")) {
            task.open(T1);
            task.put(record(T1, 1001));

            task.awaitCommitted();
            assertThat(server.taken()).containsExactly("m_t_1,index=3,site=summit v=2001,salIndex=3 2001001");
            assertThat(writes().get(0).headers().getFirst("Authorization")).isEqualTo("Token abc");
        }
    }

    @Test
    void writesToTheSecondApi() {
        server.answering(asked -> Answer.of(204, ""));
        try (RunningTask task = start("influxdb.api=v2", "influxdb.org=o", "influxdb.compression=gzip")) {
            task.open(T0);
            task.put(record(T0, 0));

            task.awaitCommitted();
            assertThat(server.asked()).extracting(FakeServer.Asked::path).containsOnly("/api/v2/write");
        }
    }

    @Test
    void writesWindowsInPlaceOfRecords() {
        try (RunningTask task = start(
                "aggregate.enabled=true",
                "aggregate.window.size.ms=1000",
                "aggregate.first.window=log-start",
                "aggregate.group.by=salIndex")) {
            task.open(T0);
            for (long offset = 0; offset < 40; offset++) {
                Struct value = new Struct(SCHEMA)
                        .put("v", offset)
                        .put("x", 1.0 * offset)
                        .put("salIndex", (int) (offset % 2));
                task.put(RunningTask.record(T0, offset, SCHEMA, value, 1_000_000 + 100 * offset));
            }

            task.await(() -> server.taken().size() >= 4);
            assertThat(server.taken()).allMatch(line -> line.contains(",group_salIndex="));
            assertThat(server.taken()).anyMatch(line -> line.contains("salIndex=1i"));
        }
    }

    @Test
    void holdsFiveThousandTopicsWithinItsBudget() {
        server.answering(asked -> asked.path().equals("/write") ? Answer.of(503, "") : answer(asked));
        try (RunningTask task = start("buffer.max.bytes=8000000", "batch.bytes=1000000")) {
            List<TopicPartition> topics = new ArrayList<>();
            for (int topic = 0; topic < 5000; topic++) {
                topics.add(new TopicPartition("topic" + topic, 0));
            }
            task.open(topics.toArray(TopicPartition[]::new));
            topics.forEach(topic -> task.put(record(topic, 0)));
            assertThat(task.context().paused()).isEmpty();

            server.answering(InfluxDbSinkTaskTest::answer);

            task.awaitCommitted();
            assertThat(server.taken()).hasSize(5000);
            assertThat(writes().size()).isLessThan(500);
        }
    }

    @Test
    void schemalessRecordsFollowTheSameRules() {
        try (RunningTask task = start()) {
            task.open(T0);
            task.put(RunningTask.record(T0, 0, null, Map.of("a", Map.of("b", List.of(1L, 2.5))), 1));

            task.awaitCommitted();
            assertThat(server.taken()).containsExactly("t a_b0=1i,a_b1=2.5 1000");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
