package org.lsst.efd.connect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.settings.Settings;

final class SinkPipelineTest {
    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    private final FakeSinkTaskContext context = new FakeSinkTaskContext();
    private final Recording destination = new Recording();

    @Test
    void dropsRecordsOfPartitionsThatAreNotOpenAndToleratesClosingThem() {
        SinkPipeline pipeline = pipeline(NullValues.IGNORE);
        open(pipeline, FIRST);

        pipeline.put(List.of(record(FIRST, 0, "a"), record(SECOND, 0, "b")));
        pipeline.close(List.of(FIRST, SECOND));
        pipeline.close(List.of(FIRST, SECOND));

        assertThat(destination.written).containsExactly("t-0@0");
        assertThat(destination.closed).containsExactly(FIRST);
    }

    @Test
    void saysAtOpenWhichPartitionsArePausedBecauseConnectRemembers() {
        SinkPipeline pipeline = pipeline(NullValues.IGNORE);
        context.paused().add(FIRST);
        open(pipeline, FIRST);
        assertThat(context.paused()).isEmpty();

        destination.pauseRequest = PauseRequest.ALL;
        pipeline.put(List.of());
        assertThat(context.paused()).containsExactly(FIRST);
        assertThat(context.timeoutMs()).isEqualTo(100);
        open(pipeline, SECOND);
        assertThat(context.paused()).containsExactlyInAnyOrder(FIRST, SECOND);

        destination.pauseRequest = new PauseRequest(false, Set.of(SECOND));
        pipeline.put(List.of());
        assertThat(context.paused()).containsExactly(SECOND);
    }

    @Test
    void asksToBeCalledAtTheNextDeadlineAndForACommitAtMostOnceASecond() {
        SinkPipeline pipeline = pipeline(NullValues.IGNORE);
        open(pipeline, FIRST);
        destination.msToDeadline = 250;
        destination.wantsCommit = true;

        pipeline.put(List.of());
        pipeline.put(List.of());

        assertThat(context.timeoutMs()).isEqualTo(250);
        assertThat(context.commitRequests()).isEqualTo(1);
    }

    @Test
    void treatsRecordsWithoutValueAsConfigured() {
        SinkRecord tombstone = record(FIRST, 0, null);

        SinkPipeline ignoring = pipeline(NullValues.IGNORE);
        open(ignoring, FIRST);
        ignoring.put(List.of(tombstone));
        assertThat(ignoring.nullsIgnored()).isEqualTo(1);
        assertThat(destination.written).isEmpty();

        SinkPipeline failing = pipeline(NullValues.FAIL);
        open(failing, FIRST);
        failing.put(List.of(tombstone));
        assertThat(context.reasons()).containsExactly("t-0@0: the record has no value");

        SinkPipeline passing = pipeline(NullValues.PASS);
        open(passing, FIRST);
        passing.put(List.of(tombstone));
        assertThat(destination.written).containsExactly("t-0@0");
    }

    @Test
    void startsWhereTheDestinationSaysAndDropsWhatItHasTold() {
        destination.positions.put(FIRST, new Position(3, 5));
        SinkPipeline pipeline = pipeline(NullValues.IGNORE);
        open(pipeline, FIRST);

        assertThat(context.takeOffsets()).isEqualTo(Map.of(FIRST, 3L));
        pipeline.put(List.of(record(FIRST, 4, "a"), record(FIRST, 5, "b"), record(FIRST, 6, "c")));
        assertThat(destination.written).containsExactly("t-0@6");
    }

    @Test
    void aTopicThatBeginsAnewIsNeverSkippedSilently() {
        destination.positions.put(FIRST, Position.at(3));
        SinkPipeline pipeline = pipeline(NullValues.IGNORE);
        open(pipeline, FIRST);

        assertThatThrownBy(() -> pipeline.put(List.of(record(FIRST, 0, "a"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("t-0 begins anew at offset 0");
    }

    @Test
    void aRestartHoldsTheCommitUntilConnectHasGoneBack() {
        SinkPipeline pipeline = pipeline(NullValues.IGNORE);
        open(pipeline, FIRST);
        destination.restartAt = new Position(2, 1);
        pipeline.put(List.of(record(FIRST, 2, "a"), record(FIRST, 3, "b")));
        destination.restartAt = null;

        assertThat(context.takeOffsets()).isEqualTo(Map.of(FIRST, 2L));
        assertThat(committed(pipeline, 4)).isEqualTo(2);
        pipeline.put(List.of(record(FIRST, 2, "a")));
        assertThat(committed(pipeline, 3)).isEqualTo(3);
        assertThat(destination.written).containsExactly("t-0@2", "t-0@3", "forget t-0", "t-0@2");
    }

    @Test
    void commitsTheMinimumAndLeavesOutWhatIsNotOpen() {
        SinkPipeline pipeline = pipeline(NullValues.IGNORE);
        open(pipeline, FIRST);
        destination.needed = OptionalLong.of(7);

        assertThat(committed(pipeline, 9)).isEqualTo(7);
        destination.needed = OptionalLong.of(12);
        assertThat(committed(pipeline, 9)).isEqualTo(9);
        assertThat(pipeline.preCommit(Map.of(SECOND, new OffsetAndMetadata(1)))).isEmpty();
    }

    @Test
    void aBadRecordDoesNotTakeItsBatchWithIt() {
        SinkPipeline pipeline = pipeline(NullValues.IGNORE);
        open(pipeline, FIRST);

        pipeline.put(List.of(record(FIRST, 0, "a"), record(FIRST, 1, "bad"), record(FIRST, 2, "c")));

        assertThat(destination.written).containsExactly("t-0@0", "t-0@2");
        assertThat(context.reasons()).containsExactly("t-0@1: column x is bad");
    }

    @Test
    void advisesACooperativeConsumerThatReadsCommittedRecords() {
        assertThat(ConsumerAdvice.warnings(Map.of())).hasSize(2);
        assertThat(ConsumerAdvice.warnings(Map.of(
                        "consumer.override.isolation.level",
                        "read_committed",
                        "consumer.override.partition.assignment.strategy",
                        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor")))
                .isEmpty();
        Settings settings = Settings.none().with("Records", List.of(NullValueSettings.BEHAVIOR));
        assertThat(NullValueSettings.read(settings.read(Map.of("behavior.on.null.values", "fail"))))
                .isEqualTo(NullValues.FAIL);
    }

    private void open(SinkPipeline pipeline, TopicPartition partition) {
        context.mutableAssignment().add(partition);
        pipeline.open(List.of(partition));
    }

    private static long committed(SinkPipeline pipeline, long consumed) {
        OffsetAndMetadata safe = pipeline.preCommit(Map.of(FIRST, new OffsetAndMetadata(consumed)))
                .get(FIRST);
        return safe == null ? -1 : safe.offset();
    }

    private SinkPipeline pipeline(NullValues nullValues) {
        BadRecords badRecords = BadRecords.of(context, context.configs());
        return new SinkPipeline(context, new PassThrough(), destination, badRecords, nullValues, Clock.systemUTC());
    }

    private static SinkRecord record(TopicPartition partition, long offset, @Nullable String value) {
        return new SinkRecord(partition.topic(), partition.partition(), null, null, null, value, offset);
    }

    /** Remembers what it was told. */
    private static final class Recording implements Destination {
        private final List<String> written = new ArrayList<>();
        private final List<TopicPartition> closed = new ArrayList<>();
        private final Map<TopicPartition, Position> positions = new HashMap<>();
        private PauseRequest pauseRequest = PauseRequest.NONE;
        private OptionalLong needed = OptionalLong.empty();
        private @Nullable Position restartAt;
        private long msToDeadline = Long.MAX_VALUE;
        private boolean wantsCommit;

        @Override
        public Map<TopicPartition, Position> open(Collection<TopicPartition> partitions) {
            return positions;
        }

        @Override
        public void write(OutgoingRecord record) {
            if ("bad".equals(record.record().value())) {
                throw new DataException("column x is bad");
            }
            written.add(BadRecords.coordinates(record.source()));
        }

        @Override
        public void heartbeat(long nowMs, Restarts restarts) {
            if (restartAt != null) {
                restarts.restart(FIRST, restartAt);
                restarts.restart(SECOND, restartAt);
            }
        }

        @Override
        public long msToNextDeadline(long nowMs) {
            return msToDeadline;
        }

        @Override
        public PauseRequest pauseRequest() {
            return pauseRequest;
        }

        @Override
        public boolean wantsCommit() {
            return wantsCommit;
        }

        @Override
        public OptionalLong oldestNeededOffset(TopicPartition partition) {
            return needed;
        }

        @Override
        public void forget(TopicPartition partition) {
            written.add("forget " + partition);
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            closed.addAll(partitions);
        }

        @Override
        public void stop() {}
    }
}
