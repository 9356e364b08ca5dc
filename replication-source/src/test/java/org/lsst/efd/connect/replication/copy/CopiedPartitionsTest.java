package org.lsst.efd.connect.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.TemplateVariable;
import org.lsst.efd.connect.common.names.TopicRename;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.common.source.Ownership;
import org.lsst.efd.connect.common.source.ReaderRules;
import org.lsst.efd.connect.common.source.SourceReader;
import org.lsst.efd.connect.common.source.StartPolicy;
import org.lsst.efd.connect.common.source.StoredPosition;
import org.lsst.efd.connect.replication.offset.Position;
import org.lsst.efd.connect.replication.offset.StoredOffsets;
import org.lsst.efd.connect.replication.schema.SchemaSync;
import org.lsst.efd.connect.replication.schema.SyncMode;
import org.lsst.efd.connect.replication.schema.TransferRules;
import org.lsst.efd.connect.replication.target.AssumedTopics;
import org.lsst.efd.connect.replication.target.PartitionCounts;
import org.lsst.efd.connect.replication.target.PartitionMapping;
import org.lsst.efd.connect.replication.target.TargetNames;
import org.lsst.efd.connect.replication.target.TargetOverrides;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.RetryOptions;
import org.lsst.efd.registry.WireFormat;

/** Partitions on their way through a task, with a consumer's double and registries in this process. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CopiedPartitionsTest {
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 0);
    private static final Uuid ID = Uuid.randomUuid();
    private static final Map<String, FoundTopic> BOTH =
            Map.of("a", new FoundTopic("a", ID, 1), "b", new FoundTopic("b", ID, 1));

    private final MockConsumer<byte[], byte[]> consumer = new WaitingConsumer();
    private final InTestRegistry source = InTestRegistry.start();
    private final InTestRegistry target = InTestRegistry.start();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(source, target));
    private final List<SourceRecord> out = new ArrayList<>();
    private final Map<TopicPartition, StoredPosition> stored = new HashMap<>();
    /** Whether a partition fails when records are gone. */
    private boolean fails;

    private boolean hasProvenance = true;
    private Predicate<String> synchronizes = topic -> true;

    /** Polls without records take a moment, as those of a real consumer do. */
    private static final class WaitingConsumer extends MockConsumer<byte[], byte[]> {
        WaitingConsumer() {
            super("none");
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // others get the lock while it waits
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            return super.poll(timeout);
        }
    }

    private record Started(SourceReader reader, CopiedPartitions partitions) {}

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void translatesIdsInKeysAndValuesAndTouchesNothingElse() throws Exception {
        target.register("occupied", "\"int\"");
        target.register("taken", "\"bytes\"");
        int key = source.register("a-key", "\"string\"");
        int value = source.register("a-value", "\"long\"");
        Started started = start(UnknownSchemas.WAIT, false, 1_000_000);
        produce(A, 0, WireFormat.frame(key, new byte[] {9}), WireFormat.frame(value, new byte[] {8, 7}));
        produce(A, 1, null, null);
        produce(A, 2, "plain".getBytes(StandardCharsets.UTF_8), new byte[] {0, 1, 2});
        pollUntil(started, 3);

        assertThat(WireFormat.schemaId((byte[]) out.get(0).key())).isNotEqualTo(key);
        assertThat((byte[]) out.get(0).key()).endsWith(9);
        assertThat((byte[]) out.get(0).value()).endsWith(8, 7);
        assertThat(out.get(1).key()).isNull();
        assertThat(out.get(1).value()).isNull();
        assertThat((byte[]) out.get(2).value()).containsExactly(0, 1, 2);
        Map<String, String> provenance = new HashMap<>();
        for (Header header : out.get(2).headers()) {
            provenance.put(header.key(), new String((byte[]) header.value(), StandardCharsets.UTF_8));
        }
        assertThat(provenance)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "efd.source.cluster", "summit",
                        "efd.source.topic", "a",
                        "efd.source.partition", "0",
                        "efd.source.offset", "2"));
        assertThat(StoredOffsets.parse(out.get(2).sourceOffset()).offset()).isEqualTo(3);
        assertThat(out.get(0).sourcePartition()).isSameAs(out.get(2).sourcePartition());
        assertThat(started.partitions().total(TopicCounts::translated)).isEqualTo(2);
    }

    @Test
    void whatNamesItsSchemaInAHeaderGoesAsItIs() throws Exception {
        Started started = start(UnknownSchemas.WAIT, false, 1_000_000);
        byte[] body = {0, 0, 0, 0, 77, 1};
        byte[] guid = new byte[17];
        guid[0] = 1;
        produce(A, 0, body.clone(), body.clone(), new RecordHeader("__value_schema_id", guid));
        produce(B, 0, null, body.clone(), new RecordHeader("__value_schema_id", guid));
        produce(B, 1, null, body.clone(), new RecordHeader("__value_schema_id", new byte[] {1}));
        pollUntil(started, 1);
        pollWhile(started, () -> started.partitions().waiting().getOrDefault(WaitKind.SCHEMA_UNKNOWN, 0) != 2);
        // of a the key waits, which no header speaks of; of b the second, whose header is none
        assertThat(out).hasSize(1);
        assertThat(out.get(0).topic()).isEqualTo("b");
        assertThat((byte[]) out.get(0).value()).isEqualTo(body);
        assertThat(StoredOffsets.parse(out.get(0).sourceOffset()).offset()).isEqualTo(1);
    }

    @Test
    void topicsWithoutSchemasAreNotLookedAt() throws Exception {
        synchronizes = "b"::equals;
        hasProvenance = false;
        Started started = start(UnknownSchemas.WAIT, false, 1_000_000);
        byte[] raw = {0, 0, 0, 0, 77, 1};
        produce(A, 0, raw.clone(), raw.clone());
        produce(B, 0, null, raw.clone());
        pollUntil(started, 1);
        pollWhile(started, () -> started.partitions().waiting().getOrDefault(WaitKind.SCHEMA_UNKNOWN, 0) != 1);
        assertThat(out).hasSize(1);
        assertThat(out.get(0).topic()).isEqualTo("a");
        assertThat((byte[]) out.get(0).key()).isEqualTo(raw);
        assertThat(out.get(0).headers()).isEmpty();
    }

    @Test
    void whatTheSourceHasLostByATruncationIsCountedAndCopyingGoesOnThere() throws Exception {
        consumer.setPollException(new LogTruncationException(Map.of(A, 7L), Map.of(A, new OffsetAndMetadata(4))));
        stored.put(A, new StoredPosition(7, Optional.of(3), Optional.of(ID)));
        Started started = start(UnknownSchemas.WAIT, false, 1_000_000);
        consumer.updateEndOffsets(Map.of(A, 7L));
        TopicCounts counts =
                Objects.requireNonNull(started.partitions().counts().get("a"));
        pollWhile(started, () -> counts.rewound() == 0);
        assertThat(counts.rewound()).isEqualTo(3);
        pollWhile(started, () -> !standsAt(4));
        produce(A, 4, null, new byte[] {1});
        pollUntil(started, 1);
        assertThat(StoredOffsets.parse(out.get(0).sourceOffset()).offset()).isEqualTo(5);
    }

    @Test
    void aSchemaThatComesAfterItsDataHoldsItsPartitionAlone() throws Exception {
        source.register("b-value", "\"int\"");
        Started started = start(UnknownSchemas.WAIT, false, 1_000_000);
        produce(A, 0, null, WireFormat.frame(2, new byte[] {4}));
        for (int offset = 0; offset < 5; offset++) {
            produce(B, offset, null, WireFormat.frame(1, new byte[] {2}));
        }
        pollUntil(started, 5);
        assertThat(out).extracting(SourceRecord::topic).containsOnly("b");
        pollWhile(started, () -> started.partitions().waiting().getOrDefault(WaitKind.SCHEMA_UNKNOWN, 0) == 0);

        source.register("a-value", "\"long\"");
        while (out.size() < 6) {
            // the double forgets what it has returned
            if (standsAt(0)) {
                produce(A, 0, null, WireFormat.frame(2, new byte[] {4}));
            }
            poll(started);
        }
        assertThat(out.get(5).topic()).isEqualTo("a");
        assertThat(started.partitions().waiting()).doesNotContainKey(WaitKind.SCHEMA_UNKNOWN);
    }

    @Test
    void recordsWhoseSchemaDoesNotComeAreLeftOutOrPassByPolicy() throws Exception {
        Started skipping = start(UnknownSchemas.SKIP, false, 1_000_000);
        produce(A, 0, null, WireFormat.frame(77, new byte[] {4}));
        produce(A, 1, null, new byte[] {1});
        pollWithAgain(skipping, 1, 0, WireFormat.frame(77, new byte[] {4}), new byte[] {1});
        assertThat(StoredOffsets.parse(out.get(0).sourceOffset()).offset()).isEqualTo(2);
        assertThat(skipping.partitions().counts().get("a"))
                .isNotNull()
                .matches(counts -> counts.skipped() == 1 && counts.records() == 1);
    }

    @Test
    void recordsThatAreTooLargeEndTheirPartitionOrAreLeftOut() throws Exception {
        Started failing = start(UnknownSchemas.WAIT, false, 2_000);
        produce(A, 0, null, ones(3_000));
        produce(B, 0, null, new byte[] {1});
        pollWhile(failing, () -> failing.partitions().failed().isEmpty());
        pollUntil(failing, 1);
        assertThat(out).extracting(SourceRecord::topic).containsExactly("b");
        assertThat(failing.partitions().failed()).isEqualTo(Map.of(FailKind.OVERSIZE, 1));
        assertThat(failing.partitions().failureOlderThan(Duration.ZERO, System.currentTimeMillis()))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("a-0@0").contains("oversize.policy=skip"));
    }

    @Test
    void positionsThatNoDeliveredRecordCarriesGetHeartbeats() throws Exception {
        Started started = start(UnknownSchemas.WAIT, true, 2_000);
        Heartbeats heartbeats = new Heartbeats(new Heartbeats.Rules("beat", 10, Duration.ofDays(1), false), () -> true);
        produce(A, 0, null, ones(3_000));
        for (int offset = 1; offset <= 20; offset++) {
            produce(A, offset, null, new byte[] {1});
        }
        pollUntil(started, 20);
        List<SourceRecord> beats = new ArrayList<>();
        started.partitions().storePositions(heartbeats, 0, beats);
        assertThat(beats).hasSize(1);
        assertThat(beats.get(0).topic()).isEqualTo("beat");
        assertThat(new String((byte[]) beats.get(0).key(), StandardCharsets.UTF_8))
                .isEqualTo("{\"cluster\":\"summit\",\"topic\":\"a\",\"partition\":0}");
        assertThat(StoredOffsets.parse(beats.get(0).sourceOffset()).offset()).isEqualTo(21);
        started.partitions().look(heartbeats, false, 1, beats);
        assertThat(beats).hasSize(1);

        ((Position) out.get(19).sourceOffset()).delivered();
        started.partitions().look(heartbeats, false, Duration.ofDays(2).toMillis(), beats);
        // of the other, of which nothing is stored yet
        assertThat(beats).hasSize(2);
        assertThat(beats.get(1).sourcePartition().get("topic")).isEqualTo("b");
        assertThat(started.partitions().counts().get("a")).isNotNull().matches(counts -> counts.skipped() == 1);
    }

    @Test
    void whereReadingBeginsAtTheLatestIsStoredAtOnceSinceARestartWouldBeginLater() throws Exception {
        Started started = start(new StartPolicy.Latest(), UnknownSchemas.WAIT, true, 2_000);
        List<SourceRecord> beats = new ArrayList<>();
        Heartbeats heartbeats = new Heartbeats(new Heartbeats.Rules("beat", 10, Duration.ofDays(1), false), () -> true);
        while (beats.size() < 2) {
            poll(started);
            started.partitions().storePositions(heartbeats, 0, beats);
        }
        assertThat(beats)
                .extracting(beat -> StoredOffsets.parse(beat.sourceOffset()).offset())
                .containsExactly(0L, 0L);
        started.partitions().look(heartbeats, false, 1, beats);
        assertThat(beats).as("once").hasSize(2);
    }

    @Test
    void whatIsCountedOfATopicGoesWithItAndStaysInTheTotal() throws Exception {
        Started started = start(UnknownSchemas.WAIT, true, 2_000);
        produce(A, 0, null, new byte[] {1});
        pollUntil(started, 1);
        started.partitions().follow(Map.of("b", new FoundTopic("b", ID, 1)), 1);
        assertThat(started.partitions().counts()).containsOnlyKeys("b");
        assertThat(started.partitions().total(TopicCounts::records)).isEqualTo(1);

        started.partitions().follow(BOTH, 2);
        assertThat(started.partitions().counts().get("a")).isNotNull().matches(counts -> counts.records() == 0);
        assertThat(started.partitions().total(TopicCounts::records)).isEqualTo(1);
    }

    @Test
    void allPartitionsWaitWhileTheSourceIsAway() throws Exception {
        Started started = start(UnknownSchemas.WAIT, true, 2_000);
        while (!standsAt(0)) {
            poll(started);
        }
        Heartbeats none = new Heartbeats(new Heartbeats.Rules("beat", 10, Duration.ofDays(1), false), () -> false);
        started.partitions().look(none, true, 0, out);
        while (started.partitions().waiting().getOrDefault(WaitKind.SOURCE, 0) != 2) {
            Thread.onSpinWait();
        }
        started.partitions().look(none, true, 1, out);
        TopicCounts counts =
                Objects.requireNonNull(started.partitions().counts().get("a"));
        assertThat(counts.waitingPartitions()).isEqualTo(1);
        assertThat(counts.lagSeconds(Long.MAX_VALUE)).isPositive();
        started.partitions().look(none, false, 2, out);
        assertThat(started.partitions().waiting()).isEmpty();
        assertThat(counts.waitingPartitions()).isZero();
        assertThat(counts.lagSeconds(Long.MAX_VALUE)).isZero();
    }

    @Test
    void manyTopicsBeginInSeveralBatches() throws Exception {
        Started started = start(UnknownSchemas.WAIT, true, 2_000);
        int count = 2 * Beginnings.MAX_IN_BATCH + 10;
        Map<String, FoundTopic> topics = new HashMap<>();
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TopicPartition partition = new TopicPartition("t" + i, 0);
            all.add(partition);
            topics.put(partition.topic(), new FoundTopic(partition.topic(), Uuid.randomUuid(), 1));
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            consumer.updateEndOffsets(Map.of(partition, 0L));
        }
        started.partitions().follow(topics, 0);
        pollWhile(started, () -> !consumer.assignment().equals(Set.copyOf(all)));
        int id = source.register("shared", "\"int\"");
        all.forEach(partition -> produce(partition, 0, null, WireFormat.frame(id, new byte[] {1})));
        // all of them in one answer of the reader
        while (started.reader().bufferedBytes() < 200L * count) {
            Thread.onSpinWait();
        }
        int batches = 0;
        while (out.size() < count) {
            int before = out.size();
            poll(started);
            assertThat(out.size() - before).isLessThanOrEqualTo(Beginnings.MAX_IN_BATCH);
            // none while the schema is asked for
            batches += out.size() > before ? 1 : 0;
        }
        assertThat(batches).isGreaterThanOrEqualTo(3);
        assertThat(out).extracting(SourceRecord::topic).doesNotHaveDuplicates();
    }

    @Test
    void whatAppearsWhereThereWasNothingIsReadWholeAlsoByLatest() throws Exception {
        Started started = made(new StartPolicy.Latest(), UnknownSchemas.WAIT, true, 2_000);
        started.partitions().follow(Map.of(), 0);
        consumer.updateEndOffsets(Map.of(A, 7L));
        started.partitions().follow(Map.of("a", new FoundTopic("a", ID, 1)), 1);
        pollWhile(started, () -> !standsAt(0) && !standsAt(7));
        assertThat(standsAt(0)).as("before what came first").isTrue();
    }

    @Test
    void aPartitionThatFailedKeepsThePositionBeforeWhatIsGone() throws Exception {
        fails = true;
        StoredPosition before = new StoredPosition(3, Optional.of(5), Optional.of(ID));
        stored.put(A, before);
        Started started = made(new StartPolicy.Earliest(), UnknownSchemas.WAIT, true, 2_000);
        consumer.updateBeginningOffsets(Map.of(A, 10L));
        consumer.updateEndOffsets(Map.of(A, 20L));
        started.partitions().follow(BOTH, 0);
        pollWhile(started, () -> started.partitions().failed().isEmpty());
        assertThat(started.partitions().failed()).isEqualTo(Map.of(FailKind.GAP, 1));

        Heartbeats always = new Heartbeats(new Heartbeats.Rules("beat", 1, Duration.ofSeconds(1), true), () -> true);
        List<SourceRecord> beats = new ArrayList<>();
        for (long nowMs = 0; nowMs < 10_000; nowMs += 1_000) {
            started.partitions().storePositions(always, nowMs, beats);
            started.partitions().look(always, false, nowMs, beats);
        }
        assertThat(beats)
                .filteredOn(beat -> "a".equals(beat.sourcePartition().get("topic")))
                .isNotEmpty()
                .allSatisfy(beat ->
                        assertThat(StoredOffsets.parse(beat.sourceOffset())).isEqualTo(before));
        assertThat(started.partitions().failureOlderThan(Duration.ZERO, System.currentTimeMillis()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("7 records, offsets 3 to 9, were deleted"));
    }

    @Test
    void whatIsHeldLeavesMemoryToOthers() throws Exception {
        int id = source.register("a-value", "\"bytes\"");
        CountDownLatch answer = new CountDownLatch(1);
        source.onRequest(request -> {
            await(answer);
            return Optional.empty();
        });
        Started started = start(UnknownSchemas.WAIT, false, 20_000_000);
        byte[] large = WireFormat.frame(id, new byte[6_000_000]);
        produce(A, 0, null, large.clone());
        while (!standsAt(1)) {
            Thread.onSpinWait();
        }
        // let go, to be read again
        pollWhile(started, () -> !standsAt(0));
        produce(B, 0, null, new byte[] {1});
        pollUntil(started, 1);
        assertThat(out.get(0).topic()).isEqualTo("b");

        answer.countDown();
        pollWithAgain(started, 2, 0, large);
        assertThat((byte[]) out.get(1).value()).hasSameSizeAs(large);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void heartbeatsWaitForTheirTopic() throws Exception {
        Started started = start(new StartPolicy.Latest(), UnknownSchemas.WAIT, true, 2_000);
        AtomicBoolean isThere = new AtomicBoolean();
        Heartbeats heartbeats =
                new Heartbeats(new Heartbeats.Rules("beat", 10, Duration.ofDays(1), false), isThere::get);
        List<SourceRecord> beats = new ArrayList<>();
        produce(A, 0, null, new byte[] {1});
        pollUntil(started, 1);
        started.partitions().look(heartbeats, false, 0, beats);
        assertThat(beats).isEmpty();
        isThere.set(true);
        started.partitions().look(heartbeats, false, 1, beats);
        assertThat(beats).isNotEmpty();
    }

    @Test
    void aPartitionThatFailedBeginsAnewWithATopicThatWasMadeAgain() throws Exception {
        Started started = start(UnknownSchemas.WAIT, false, 2_000);
        produce(A, 0, null, new byte[] {1});
        produce(A, 1, null, ones(3_000));
        pollWhile(started, () -> started.partitions().failed().isEmpty());
        assertThat(out).hasSize(1);
        TopicCounts counts =
                Objects.requireNonNull(started.partitions().counts().get("a"));
        Heartbeats none = new Heartbeats(new Heartbeats.Rules("beat", 10, Duration.ofDays(1), false), () -> false);
        started.partitions().look(none, false, 0, out);
        assertThat(counts.lagSeconds(60_000))
                .as("behind, since it is not copied")
                .isGreaterThanOrEqualTo(60);

        Uuid again = Uuid.randomUuid();
        consumer.updateEndOffsets(Map.of(A, 0L));
        started.partitions().follow(Map.of("a", new FoundTopic("a", again, 1), "b", new FoundTopic("b", ID, 1)), 0);
        pollWhile(started, () -> counts.timesRecreated() == 0);
        while (out.size() < 2) {
            if (standsAt(0)) {
                produce(A, 0, null, new byte[] {2});
            }
            poll(started);
        }
        assertThat(StoredOffsets.parse(out.get(1).sourceOffset()).topicId()).contains(again);
        assertThat(StoredOffsets.parse(out.get(1).sourceOffset()).offset()).isEqualTo(1);
        assertThat(started.partitions().failed()).isEmpty();
        assertThat(counts.records()).isEqualTo(2);
    }

    private Started start(UnknownSchemas unknown, boolean skipsOversize, int maxRecordBytes)
            throws InterruptedException {
        return start(new StartPolicy.Earliest(), unknown, skipsOversize, maxRecordBytes);
    }

    private Started start(StartPolicy policy, UnknownSchemas unknown, boolean skipsOversize, int maxRecordBytes)
            throws InterruptedException {
        Started started = made(policy, unknown, skipsOversize, maxRecordBytes);
        started.partitions().follow(BOTH, 0);
        pollWhile(started, () -> !consumer.assignment().containsAll(List.of(A, B)));
        return started;
    }

    /** Nothing is listed yet. */
    private Started made(StartPolicy policy, UnknownSchemas unknown, boolean skipsOversize, int maxRecordBytes) {
        consumer.updateBeginningOffsets(Map.of(A, 0L, B, 0L));
        consumer.updateEndOffsets(Map.of(A, 0L, B, 0L));
        RetryPolicy retry = new RetryPolicy(-1, Duration.ofMillis(20), Duration.ofMillis(50));
        ReaderRules readerRules = new ReaderRules(policy, false, fails, fails, false, retry, 10_000_000, false);
        SourceReader reader = new SourceReader(consumer, readerRules, Clock.systemUTC(), "test-reader").start();
        open.add(reader);
        RetryOptions once = RetryOptions.NONE;
        SchemaSync.Running schemas = new SchemaSync(
                        SyncMode.TRANSLATE,
                        withShortMemory(source, once),
                        withShortMemory(target, once),
                        new TransferRules(false, true, false),
                        Optional.empty(),
                        Duration.ofDays(1))
                .start(name -> name, Clock.systemUTC(), "test-schemas");
        open.add(schemas);
        PartitionCounts counts =
                new PartitionCounts(OptionalInt.empty(), TargetOverrides.none(), PartitionMapping.PRESERVE);
        AssumedTopics targets = new AssumedTopics(
                new TargetNames(
                        TopicRename.none(),
                        NameTemplate.compile("${topic}", Map.of("topic", TemplateVariable.plain(name -> name)))),
                counts,
                maxRecordBytes);
        CopyRules rules = new CopyRules(
                "summit",
                PartitionMapping.PRESERVE,
                hasProvenance,
                skipsOversize,
                false,
                unknown,
                unknown == UnknownSchemas.WAIT ? Duration.ofDays(1) : Duration.ofMillis(1),
                synchronizes,
                Optional.empty());
        CopiedPartitions partitions = new CopiedPartitions(
                new Ownership("summit", 0, 1),
                reader,
                new Routes(rules, targets, Optional.of(schemas.ids())),
                asked -> stored,
                retry,
                new SplittableRandom(1));
        return new Started(reader, partitions);
    }

    private static RegistryOptions withShortMemory(InTestRegistry registry, RetryOptions retries) {
        Duration none = Duration.ZERO;
        return RegistryOptions.of(registry.url())
                .with(retries)
                .with(new org.lsst.efd.registry.CacheOptions(1_000, 1_000, none, 1_000, none, none, none));
    }

    private void produce(
            TopicPartition partition,
            long offset,
            byte @org.jspecify.annotations.Nullable [] key,
            byte @org.jspecify.annotations.Nullable [] value,
            RecordHeader... headers) {
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                key == null ? ConsumerRecord.NULL_SIZE : key.length,
                value == null ? ConsumerRecord.NULL_SIZE : value.length,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty()));
        consumer.updateEndOffsets(Map.of(partition, offset + 1));
    }

    private static byte[] ones(int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) 1);
        return bytes;
    }

    private void poll(Started started) throws InterruptedException {
        long nowMs = System.currentTimeMillis();
        started.partitions().copyHeld(nowMs, out);
        started.partitions().copy(started.reader().poll(Duration.ofMillis(5)), nowMs, out);
    }

    private void pollUntil(Started started, int records) throws InterruptedException {
        while (out.size() < records) {
            poll(started);
        }
    }

    private void pollWithAgain(Started started, int records, long offset, byte[]... again) throws InterruptedException {
        while (out.size() < records) {
            poll(started);
            if (standsAt(offset)) {
                for (int i = 0; i < again.length; i++) {
                    produce(A, offset + i, null, again[i].clone());
                }
            }
        }
    }

    /** Whether the reader, on its own thread, has gone to this offset of A; between assignment and seek it stands nowhere. */
    private boolean standsAt(long offset) {
        try {
            return consumer.assignment().contains(A) && consumer.position(A) == offset;
        } catch (NoOffsetForPartitionException | IllegalStateException | IllegalArgumentException onItsWay) {
            return false;
        }
    }

    private void pollWhile(Started started, java.util.function.BooleanSupplier condition) throws InterruptedException {
        while (condition.getAsBoolean()) {
            poll(started);
        }
    }
}
