package org.lsst.efd.connect.influxdb.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.custody.CustodyBatch;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.PauseRequest;
import org.lsst.efd.connect.influxdb.line.Encoders;
import org.lsst.efd.connect.influxdb.line.PointEncoder;
import org.lsst.efd.connect.influxdb.write.FakeServer;
import org.lsst.efd.connect.influxdb.write.FakeServer.Answer;
import org.lsst.efd.connect.influxdb.write.HttpSetup;
import org.lsst.efd.connect.influxdb.write.Precision;
import org.lsst.efd.connect.influxdb.write.RejectionKind;
import org.lsst.efd.connect.influxdb.write.WriteApi;
import org.lsst.efd.connect.influxdb.write.WriteConnection;
import org.lsst.efd.connect.influxdb.write.WriteTarget;

final class LanesTest {
    private static final Schema SCHEMA =
            SchemaBuilder.struct().field("v", Schema.INT64_SCHEMA).build();

    private static final Schema FRACTION =
            SchemaBuilder.struct().field("v", Schema.FLOAT64_SCHEMA).build();

    private final FakeServer server = new FakeServer();
    private final PointEncoder encoder = new PointEncoder(Encoders.rules("${topic}", Map.of()));
    private final Custody custody = new Custody(Long.MAX_VALUE);
    private final Map<Long, String> rejected = Collections.synchronizedMap(new TreeMap<>());
    private final List<ConnectException> failures = new CopyOnWriteArrayList<>();
    private final List<Lanes> started = new ArrayList<>();
    private volatile boolean isTargetMissing;
    private volatile CountDownLatch prepared = new CountDownLatch(0);

    private final Fate fate = new Fate() {
        @Override
        public void rejected(OutgoingRecord record, CustodyBatch batch, RejectionKind kind, String reason) {
            assertThat(rejected.put(record.toldOffset(), kind + " " + reason)).isNull();
        }

        @Override
        public void failed(ConnectException failure) {
            failures.add(failure);
        }
    };

    @AfterEach
    void close() {
        started.forEach(Lanes::close);
        server.close();
    }

    @Test
    void sendsWhatComesTogetherInOneRequest() {
        Lanes lanes = start(1, 1 << 20, 100, Duration.ofHours(1), -1);

        put(lanes, 0, 100);

        awaitStored(100);
        assertThat(server.asked()).hasSize(1);
        assertThat(server.asked().get(0).lines()).hasSize(100).first().isEqualTo("t v=0i 0");
    }

    @Test
    void sendsWhatIsTooOldAndWhatIsTooBig() {
        Lanes byLinger = start(1, 1 << 20, 1000, Duration.ofMillis(20), -1);
        put(byLinger, 0, 3);
        awaitStored(3);

        Lanes byBytes = start(1, 40, 1000, Duration.ofHours(1), -1);
        put(byBytes, 10, 14);
        awaitStored(7);
        assertThat(server.asked().get(server.asked().size() - 1).lines()).hasSize(4);
    }

    @Test
    void sendsWhatIsThereWhenNoMoreIsRead() {
        Lanes lanes = start(2, 1 << 20, 1000, Duration.ofHours(1), -1);
        TopicPartition paused = new TopicPartition("t", 0);
        TopicPartition other = new TopicPartition("t", 1);
        append(lanes, paused, 1);
        append(lanes, other, 2);

        lanes.pause(new PauseRequest(false, Set.of(paused)));

        await(() -> custody.heldBytes(paused) == 0);
        assertThat(server.taken()).containsExactly(lineOf(1));
        lanes.pause(PauseRequest.NONE);
        append(lanes, paused, 3);
        lanes.pause(PauseRequest.ALL);
        awaitStored(3);
    }

    @Test
    void bisectsDownToTheBadLinesAndTheReason() {
        server.answering(refusing("v=13i", "v=77i"));
        Lanes lanes = start(1, 1 << 20, 100, Duration.ofHours(1), -1);

        put(lanes, 0, 100);

        awaitStored(98);
        assertThat(rejected).containsOnlyKeys(13L, 77L);
        assertThat(rejected.get(13L)).isEqualTo("PARSE HTTP 400: partial write: unable to parse: invalid number");
        assertThat(server.taken()).doesNotContain(lineOf(13), lineOf(77));
        assertThat(lanes.counts().bisections()).isPositive();
    }

    @Test
    void sendsRecordsOfASchemaThatConflictsTogetherUntilOneIsStored() {
        AtomicReference<String> conflicting = new AtomicReference<>("v=0.5 ");
        server.answering(conflictOf(conflicting));
        Lanes lanes = start(1, 1 << 20, 1000, Duration.ofHours(1), -1);
        putWithFractions(lanes, 0);
        awaitStored(990);
        int afterSearch = server.asked().size();

        putWithFractions(lanes, 1000);
        awaitStored(1980);
        assertThat(rejected).hasSize(20).allSatisfy((offset, reason) -> {
            assertThat(offset % 100).isEqualTo(7);
            assertThat(reason).startsWith("CONFLICT HTTP 400: partial write: field type conflict");
        });
        assertThat(server.asked()).hasSize(afterSearch + 2);

        conflicting.set("none");
        putWithFractions(lanes, 2000);
        awaitStored(2980);
        int afterPardon = server.asked().size();
        putWithFractions(lanes, 3000);
        awaitStored(3980);
        assertThat(server.asked()).hasSize(afterPardon + 1);
    }

    @Test
    void looksForTheBadOnesAmongRecordsOfASchemaOfWhichSomeConflict() {
        AtomicReference<String> conflicting = new AtomicReference<>("v=0.5 ");
        server.answering(conflictOf(conflicting));
        Lanes lanes = start(1, 1 << 20, 1000, Duration.ofHours(1), -1);
        putWithFractions(lanes, 0);
        awaitStored(990);

        conflicting.set("v=0.5 1307\n");
        putWithFractions(lanes, 1000);

        awaitStored(990 + 999);
        assertThat(rejected).hasSize(11).containsKey(1307L);
    }

    @Test
    void tellsTheSuspectsOfTwoTopicsApart() {
        AtomicReference<String> conflicting = new AtomicReference<>("v=0.5 ");
        server.answering(conflictOf(conflicting));
        Lanes lanes = start(1, 1 << 20, 10, Duration.ofHours(1), -1);
        TopicPartition other = new TopicPartition("other", 0);
        for (int batch = 0; batch < 2; batch++) {
            long first = 10L * batch;
            append(lanes, new TopicPartition("t", 0), first, new Struct(FRACTION).put("v", 0.5));
            append(lanes, other, first + 1, new Struct(FRACTION).put("v", 0.5));
            put(lanes, first + 2, first + 10);
            awaitStored(8 * (batch + 1));
        }

        assertThat(rejected).containsOnlyKeys(0L, 1L, 10L, 11L);
        assertThat(server.asked()
                        .subList(server.asked().size() - 3, server.asked().size()))
                .extracting(asked -> asked.lines().size())
                .containsExactly(8, 1, 1);
    }

    @Test
    void keepsTheOrderOfARecordThatIsSuspectedAndOneThatOverwritesIt() {
        AtomicReference<String> conflicting = new AtomicReference<>("v=0.5 ");
        server.answering(conflictOf(conflicting));
        Lanes lanes = start(1, 1 << 20, 10, Duration.ofHours(1), -1);
        TopicPartition partition = new TopicPartition("t", 0);
        append(lanes, partition, 0, new Struct(FRACTION).put("v", 0.5));
        put(lanes, 1, 10);
        awaitStored(9);

        conflicting.set("none");
        for (long offset = 10; offset < 20; offset++) {
            Struct value = offset == 13 ? new Struct(FRACTION).put("v", 0.5) : new Struct(SCHEMA).put("v", offset);
            append(lanes, partition, offset, value, offset == 13 || offset == 17 ? 1000 : offset);
        }
        awaitStored(19);

        assertThat(server.taken().stream().filter(line -> line.endsWith(" 1000")))
                .containsExactly("t v=0.5 1000", "t v=17i 1000");
    }

    private static Function<FakeServer.Asked, Answer> conflictOf(AtomicReference<String> conflicting) {
        return asked -> {
            long dropped = asked.lines().stream()
                    .filter(line -> (line + "\n").contains(conflicting.get()))
                    .count();
            return dropped > 0
                    ? Answer.of(400, "{\"error\":\"partial write: field type conflict: ... dropped=" + dropped + "\"}")
                    : Answer.of(204, "");
        };
    }

    /** A thousand records, of which ten have another schema. */
    private void putWithFractions(Lanes lanes, long from) {
        TopicPartition partition = new TopicPartition("t", 0);
        for (long offset = from; offset < from + 1000; offset++) {
            Struct value = offset % 100 == 7 ? new Struct(FRACTION).put("v", 0.5) : new Struct(SCHEMA).put("v", offset);
            append(lanes, partition, offset, value);
        }
    }

    @Test
    void halvesWhatIsTooLargeAndRemembersIt() {
        server.answering(asked -> asked.body().length() > 100
                ? Answer.of(413, "{\"error\":\"Request Entity Too Large\"}")
                : Answer.of(204, ""));
        Lanes lanes = start(1, 1000, 1000, Duration.ofMillis(20), -1);

        put(lanes, 0, 200);

        awaitStored(200);
        long refusedFirst = server.asked().stream()
                .filter(asked -> asked.body().length() > 100)
                .count();
        put(lanes, 200, 400);
        awaitStored(400);
        assertThat(server.asked().stream().filter(asked -> asked.body().length() > 100))
                .hasSize((int) refusedFirst);
        assertThat(rejected).isEmpty();
    }

    @Test
    void reportsOneLineThatIsTooLarge() {
        server.answering(asked -> asked.body().contains("v=5i") ? Answer.of(413, "") : Answer.of(204, ""));
        Lanes lanes = start(1, 1 << 20, 10, Duration.ofHours(1), -1);

        put(lanes, 0, 10);

        awaitStored(9);
        assertThat(rejected).containsOnlyKeys(5L);
        assertThat(rejected.get(5L)).startsWith("SIZE");
    }

    @Test
    void repeatsTheSameBytesUntilTheServerIsBack() {
        server.then(
                Answer.of(500, ""), Answer.of(503, ""), Answer.reset(), Answer.of(429, ""), Answer.of(500, "timeout"));
        Lanes lanes = start(1, 1 << 20, 10, Duration.ofHours(1), -1);

        put(lanes, 0, 20);

        awaitStored(20);
        assertThat(server.asked()).hasSizeBetween(7, 8); // a lost connection may be tried again below us
        assertThat(server.asked().subList(0, 6))
                .extracting(FakeServer.Asked::body)
                .containsOnly(linesOf(0, 10));
        assertThat(server.asked().get(server.asked().size() - 1).body()).isEqualTo(linesOf(10, 20));
        assertThat(failures).isEmpty();
    }

    @Test
    void keepsTheOrderOfAPartitionAcrossBatchesAndRetries() {
        server.then(Answer.of(500, ""), Answer.of(400, "{}"), Answer.of(503, ""), Answer.of(400, "{}"));
        Lanes lanes = start(4, 1 << 20, 7, Duration.ofMillis(5), -1);

        put(lanes, 0, 200);

        awaitStored(200);
        // the last time that each line was sent
        Map<String, Integer> lastSent = new TreeMap<>();
        int position = 0;
        for (FakeServer.Asked asked : server.asked()) {
            for (String line : asked.lines()) {
                lastSent.put(line, position++);
            }
        }
        List<Integer> inOffsetOrder = new ArrayList<>();
        for (long offset = 0; offset < 200; offset++) {
            inOffsetOrder.add(lastSent.getOrDefault(lineOf(offset), -1));
        }
        assertThat(inOffsetOrder).isSorted();
    }

    @Test
    void failsWhenTheAttemptsAreSpent() {
        server.answering(asked -> Answer.of(503, ""));
        Lanes lanes = start(1, 1 << 20, 1, Duration.ofHours(1), 3);

        put(lanes, 0, 1);

        await(() -> !failures.isEmpty());
        assertThat(failures.get(0)).hasMessageContaining("in 3 attempts").hasMessageContaining("efd");
        assertThat(server.asked()).hasSize(3);
        assertThat(custody.oldestNeededOffset(new TopicPartition("t", 0))).hasValue(0);
    }

    @Test
    void failsWhenServerErrorsMeanThatThePolicyIsMissing() {
        server.answering(asked -> Answer.of(500, "{\"error\":\"retention policy not found: autogen\"}"));
        isTargetMissing = true;
        Lanes lanes = start(1, 1 << 20, 1, Duration.ofHours(1), -1);

        put(lanes, 0, 1);

        await(() -> !failures.isEmpty());
        assertThat(failures.get(0)).hasMessageContaining("autogen").hasMessageContaining("does not exist");
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void failsAtOnceWhereNothingTakesWrites() {
        server.answering(asked -> Answer.of(405, ""));
        Lanes lanes = start(1, 1 << 20, 1, Duration.ofHours(1), -1);

        put(lanes, 0, 1);

        await(() -> !failures.isEmpty());
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void dropsWhatIsDiscardedButNothingElse() {
        CountDownLatch answer = new CountDownLatch(1);
        server.answering(asked -> {
            awaitLatch(answer);
            return Answer.of(503, "");
        });
        Lanes lanes = start(1, 1 << 20, 4, Duration.ofHours(1), -1);
        for (long offset = 0; offset < 8; offset++) {
            append(lanes, new TopicPartition("t", offset % 2 == 0 ? 0 : 1), offset);
        }
        await(() -> server.asked().size() == 1);

        lanes.discard(List.of(new TopicPartition("t", 0)));
        server.answering(asked -> Answer.of(204, ""));
        answer.countDown();

        awaitStored(4);
        assertThat(server.taken()).containsExactly(lineOf(1), lineOf(3), lineOf(5), lineOf(7));
        assertThat(server.asked().get(1).lines()).containsExactly("t v=1i 1", "t v=3i 3");
    }

    @Test
    void sendsNothingBeforeTheDatabaseIsPrepared() throws Exception {
        prepared = new CountDownLatch(1);
        Lanes lanes = start(1, 1 << 20, 1, Duration.ZERO, -1);
        put(lanes, 0, 3);
        assertThat(server.asked()).isEmpty();

        prepared.countDown();

        awaitStored(3);
    }

    private static Function<FakeServer.Asked, Answer> refusing(String... bad) {
        return asked -> java.util.Arrays.stream(bad).anyMatch(asked.body()::contains)
                ? Answer.of(400, "{\"error\":\"partial write: unable to parse 'secret': invalid number\"}")
                : Answer.of(204, "");
    }

    private Lanes start(int count, int bytes, int lines, Duration linger, int maxAttempts) {
        RetryPolicy retries = new RetryPolicy(maxAttempts, Duration.ofMillis(1), Duration.ofMillis(5));
        OkHttpClient http = new HttpSetup(
                        Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(60), count, Optional.empty())
                .client();
        WriteTarget target = new WriteTarget(server.url(), WriteApi.V1, "efd", "autogen", "", Precision.US);
        TargetCheck check = new TargetCheck() {
            @Override
            public boolean awaitPrepared(Duration limit) throws InterruptedException {
                return prepared.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            }

            @Override
            public boolean isTargetMissing() {
                return isTargetMissing;
            }
        };
        Lanes lanes = new Lanes(
                new LaneRules(count, bytes, lines, linger, retries),
                () -> new WriteConnection(http, target, OptionalInt.empty()),
                new Target(target.toString(), check),
                custody,
                fate);
        lanes.start();
        started.add(lanes);
        return lanes;
    }

    private void put(Lanes lanes, long from, long to) {
        for (long offset = from; offset < to; offset++) {
            append(lanes, new TopicPartition("t", 0), offset);
        }
    }

    private void append(Lanes lanes, TopicPartition partition, long offset) {
        append(lanes, partition, offset, new Struct(SCHEMA).put("v", offset));
    }

    private void append(Lanes lanes, TopicPartition partition, long offset, Struct value) {
        append(lanes, partition, offset, value, offset);
    }

    private void append(Lanes lanes, TopicPartition partition, long offset, Struct value, long time) {
        SinkRecord record =
                new SinkRecord(partition.topic(), partition.partition(), null, null, value.schema(), value, offset);
        OutgoingRecord outgoing = new OutgoingRecord(record, record, partition, offset, offset, null);
        lanes.append(outgoing, 100, into -> encoder.encode(record, List.of(), time, into));
    }

    private static String linesOf(long from, long to) {
        StringBuilder lines = new StringBuilder();
        for (long offset = from; offset < to; offset++) {
            lines.append(lineOf(offset)).append('\n');
        }
        return lines.toString();
    }

    private static String lineOf(long offset) {
        return "t v=" + offset + "i " + offset;
    }

    /** Nothing is in custody any more, and so many lines were taken. */
    private void awaitStored(int lines) {
        await(() -> custody.heldBytes() == 0);
        assertThat(server.taken()).doesNotHaveDuplicates().hasSize(lines);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within a minute");
            }
            awaitLatchFor(5);
        }
    }

    private static void awaitLatchFor(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
