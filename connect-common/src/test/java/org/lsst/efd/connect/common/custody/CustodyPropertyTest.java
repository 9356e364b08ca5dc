package org.lsst.efd.connect.common.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.PauseRequest;

final class CustodyPropertyTest {
    private static final TopicPartition BUSY = new TopicPartition("busy", 0);
    private static final TopicPartition QUIET = new TopicPartition("quiet", 0);
    private static final List<TopicPartition> PARTITIONS = List.of(BUSY, QUIET, new TopicPartition("busy", 1));

    /** One record that is held, as a plain list knows it. */
    private record Held(CustodyBatch batch, TopicPartition partition, long offset, long bytes) {}

    @Property(tries = 500)
    void knowsTheOldestNeededOffsetWhateverTheOrderOfRelease(@ForAll long seed) {
        Random random = new Random(seed);
        Custody custody = new Custody(1_000_000);
        List<Held> held = new ArrayList<>();
        List<CustodyBatch> open = new ArrayList<>();
        Map<TopicPartition, Long> offsets = new HashMap<>();

        for (int step = 0; step < 200; step++) {
            TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
            switch (random.nextInt(8)) {
                case 0 -> open.add(custody.newBatch());
                case 1, 2 -> {
                    if (!open.isEmpty()) {
                        CustodyBatch batch = open.remove(random.nextInt(open.size()));
                        batch.release();
                        held.removeIf(one -> one.batch() == batch);
                    }
                }
                case 3 -> {
                    if (random.nextInt(10) == 0) {
                        custody.forget(partition);
                        held.removeIf(one -> one.partition().equals(partition));
                        open.clear();
                    }
                }
                default -> {
                    if (!open.isEmpty()) {
                        CustodyBatch batch = open.get(random.nextInt(open.size()));
                        long offset = offsets.merge(partition, 1L + random.nextInt(3), Long::sum);
                        batch.add(record(partition, offset), 10);
                        held.add(new Held(batch, partition, offset, 10));
                    }
                }
            }
            for (TopicPartition each : PARTITIONS) {
                OptionalLong oldest = held.stream()
                        .filter(one -> one.partition().equals(each))
                        .mapToLong(Held::offset)
                        .min();
                assertThat(custody.oldestNeededOffset(each)).isEqualTo(oldest);
                assertThat(custody.heldBytes(each))
                        .isEqualTo(held.stream()
                                .filter(one -> one.partition().equals(each))
                                .mapToLong(Held::bytes)
                                .sum());
            }
        }
    }

    @Test
    void whatIsShedFreesItsBytesAndHoldsItsOffset() {
        Custody custody = new Custody(1_000);
        CustodyBatch batch = custody.newBatch();
        batch.add(record(QUIET, 7), 1_200);
        assertThat(custody.pauseRequest().all()).isTrue();

        batch.shed(1_100);
        assertThat(custody.pauseRequest().isAny()).isFalse();
        assertThat(custody.heldBytes()).isEqualTo(100);
        assertThat(custody.oldestNeededOffset(QUIET)).hasValue(7);

        batch.release();
        batch.shed(50);
        assertThat(custody.heldBytes()).isZero();
        assertThat(custody.heldBytes(QUIET)).isZero();
        assertThat(custody.oldestNeededOffset(QUIET)).isEmpty();
    }

    @Test
    void pausesAllAboveTheBudgetAndResumesBelowHalf() {
        Custody custody = new Custody(1000);
        CustodyBatch first = custody.newBatch();
        CustodyBatch second = custody.newBatch();
        for (int i = 0; i < 5; i++) {
            first.add(record(new TopicPartition("t", i), 0), 104);
            second.add(record(new TopicPartition("t", i), 1), 96);
        }
        assertThat(custody.pauseRequest()).isEqualTo(PauseRequest.NONE);
        second.add(record(QUIET, 0), 1);

        assertThat(custody.pauseRequest()).isEqualTo(PauseRequest.ALL);
        second.release();
        assertThat(custody.heldBytes()).isEqualTo(520);
        assertThat(custody.pauseRequest()).isEqualTo(PauseRequest.ALL);
        first.release();
        assertThat(custody.pauseRequest()).isEqualTo(PauseRequest.NONE);
        assertThat(custody.takeNewlySafe()).isTrue();
        assertThat(custody.takeNewlySafe()).isFalse();
    }

    @Test
    void pausesAPartitionAloneThatHoldsMoreThanAQuarter() {
        Custody custody = new Custody(1000);
        CustodyBatch first = custody.newBatch();
        CustodyBatch second = custody.newBatch();
        first.add(record(new TopicPartition("other", 0), 0), 0);
        first.add(record(BUSY, 0), 190);
        second.add(record(QUIET, 0), 50);
        second.add(record(BUSY, 1), 61);

        assertThat(custody.pauseRequest()).isEqualTo(new PauseRequest(false, Set.of(BUSY)));
        second.release();
        assertThat(custody.pauseRequest()).isEqualTo(new PauseRequest(false, Set.of(BUSY)));
        custody.forget(BUSY);
        assertThat(custody.pauseRequest()).isEqualTo(PauseRequest.NONE);
        assertThat(custody.heldBytes()).isEqualTo(190);
        first.release();
        assertThat(custody.heldBytes()).isZero();
    }

    @Test
    void fewPartitionsHaveLargerShares() {
        Custody custody = new Custody(1200);
        CustodyBatch batch = custody.newBatch();
        batch.add(record(BUSY, 0), 600);
        assertThat(custody.pauseRequest()).isEqualTo(PauseRequest.NONE);
        batch.add(record(BUSY, 1), 1);
        assertThat(custody.pauseRequest()).isEqualTo(new PauseRequest(false, Set.of(BUSY)));

        custody.newBatch().add(record(QUIET, 0), 400);
        assertThat(custody.pauseRequest()).isEqualTo(new PauseRequest(false, Set.of(BUSY)));
        batch.shed(302);
        assertThat(custody.pauseRequest()).isEqualTo(PauseRequest.NONE);
    }

    @Test
    void aBatchIsHeldUntilItsLastClaimIsGone() {
        Custody custody = new Custody(1000);
        CustodyBatch batch = custody.newBatch();
        batch.add(record(BUSY, 5), 10);
        batch.retain();
        batch.release();
        assertThat(custody.oldestNeededOffset(BUSY)).hasValue(5);
        batch.release();
        assertThat(custody.oldestNeededOffset(BUSY)).isEmpty();
        assertThatThrownBy(batch::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(batch::retain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void estimatesWhatARecordCosts() {
        Schema schema = SchemaBuilder.struct()
                .field("a", Schema.FLOAT64_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .field("list", SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build())
                .build();
        RetainedSize size = new RetainedSize();
        long small = size.of(sinkRecord(schema, "", List.of()));

        assertThat(small).isBetween(400L, 700L);
        assertThat(size.of(sinkRecord(schema, "x".repeat(1000), List.of()))).isEqualTo(small + 1000);
        assertThat(size.of(sinkRecord(schema, "", List.of(1.0, 2.0)))).isBetween(small + 40, small + 80);
    }

    private static SinkRecord sinkRecord(Schema schema, String text, List<Double> list) {
        Struct value = new Struct(schema).put("a", 1.0).put("text", text).put("list", list);
        return new SinkRecord("t", 0, null, null, schema, value, 0);
    }

    private static OutgoingRecord record(TopicPartition partition, long offset) {
        return OutgoingRecord.passing(
                new SinkRecord(partition.topic(), partition.partition(), null, null, null, "v", offset), partition);
    }
}
