package org.lsst.efd.connect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.errors.BadRecords;

/** The rules of the pipeline under random batches, redeliveries, rebalances, restarts, commits, crashes and renaming. */
final class SinkPipelinePropertyTest {
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition("a", 0), new TopicPartition("a", 1), new TopicPartition("b", 0));

    @Property(tries = 300)
    void commitsNoOffsetBeforeItsRecordIsSafeAndNoneGoesBack(@ForAll long seed) {
        Run run = new Run(new Random(seed), false);
        run.play();
        run.finish();

        for (TopicPartition partition : PARTITIONS) {
            assertThat(run.storedOffsets(partition))
                    .as("stored of %s", partition)
                    .containsAll(run.wantedOffsets(partition, Long.MAX_VALUE));
            assertThat(run.connect.committed(partition))
                    .isEqualTo(run.connect.records(partition).size());
        }
    }

    @Property(tries = 300)
    void storesEachRecordOnceWhereTheDestinationKeepsItsPositions(@ForAll long seed) {
        Run run = new Run(new Random(seed), true);
        run.play();
        run.finish();

        for (TopicPartition partition : PARTITIONS) {
            assertThat(run.storedOffsets(partition))
                    .as("stored of %s", partition)
                    .containsExactlyElementsOf(run.wantedOffsets(partition, Long.MAX_VALUE));
        }
    }

    /** One life of a connector. */
    private static final class Run {
        private final Random random;
        private final boolean keepsPositions;
        private final boolean renames;
        private final FakeDestination.Store store = new FakeDestination.Store();
        private final Set<String> reported = new HashSet<>();
        private final Map<TopicPartition, Long> committed = new HashMap<>();
        private final FakeConnect connect;
        private FakeSinkTaskContext context = new FakeSinkTaskContext();
        private FakeDestination destination;

        Run(Random random, boolean keepsPositions) {
            this.random = random;
            this.keepsPositions = keepsPositions;
            this.renames = random.nextBoolean();
            this.destination = new FakeDestination(store, random, keepsPositions);
            this.connect = new FakeConnect(this::transform, context, pipeline());
        }

        private SinkPipeline pipeline() {
            return new SinkPipeline(
                    context,
                    new PassThrough(),
                    destination,
                    BadRecords.of(context, context.configs()),
                    NullValues.IGNORE,
                    Clock.systemUTC());
        }

        private @Nullable SinkRecord transform(@Nullable SinkRecord record) {
            if (record == null || "dropped".equals(record.value())) {
                return null;
            }
            return renames
                    ? record.newRecord("renamed", 0, null, null, null, record.value(), record.timestamp())
                    : record;
        }

        void play() {
            connect.assign(some(PARTITIONS));
            for (int step = 0; step < 120; step++) {
                List<TopicPartition> assigned = new ArrayList<>(connect.assigned());
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> produce();
                    case 3, 4, 5, 6 -> connect.poll(1 + random.nextInt(8), some(PARTITIONS));
                    case 7, 8 -> connect.commit();
                    case 9 -> rebalance(some(assigned), connect::revoke);
                    case 10 -> rebalance(some(assigned), connect::lose);
                    default -> {
                        if (random.nextInt(4) == 0) {
                            crash();
                        }
                    }
                }
                audit();
            }
        }

        private void rebalance(List<TopicPartition> revoked, Consumer<List<TopicPartition>> away) {
            away.accept(revoked);
            audit();
            if (random.nextBoolean()) {
                List<TopicPartition> assigned = new ArrayList<>(PARTITIONS);
                assigned.removeAll(connect.assigned());
                connect.assign(some(assigned));
            }
        }

        private void crash() {
            collectReports();
            context = new FakeSinkTaskContext();
            context.mutableAssignment().addAll(connect.assigned());
            destination = new FakeDestination(store, random, keepsPositions);
            connect.crash(context, pipeline());
        }

        private void produce() {
            TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
            for (int i = random.nextInt(10); i > 0; i--) {
                int kind = random.nextInt(12);
                String value = kind == 0 ? "dropped" : kind == 1 ? "bad" : kind == 2 ? null : "good";
                long offset = connect.records(partition).size();
                connect.produce(
                        partition,
                        new SinkRecord(partition.topic(), partition.partition(), null, null, null, value, offset));
            }
        }

        private List<TopicPartition> some(List<TopicPartition> of) {
            List<TopicPartition> shuffled = new ArrayList<>(of);
            Collections.shuffle(shuffled, random);
            return shuffled.subList(0, random.nextInt(of.size() + 1));
        }

        void finish() {
            destination.calm();
            List<TopicPartition> missing = new ArrayList<>(PARTITIONS);
            missing.removeAll(connect.assigned());
            connect.assign(missing);
            for (int i = 0; i < 300 && !isAllCommitted(); i++) {
                connect.poll(100, PARTITIONS);
                connect.commit();
                audit();
            }
            connect.stop();
        }

        private boolean isAllCommitted() {
            return PARTITIONS.stream()
                    .allMatch(partition -> connect.committed(partition)
                            == connect.records(partition).size());
        }

        private void audit() {
            collectReports();
            for (TopicPartition partition : PARTITIONS) {
                long offset = connect.committed(partition);
                if (!keepsPositions) {
                    assertThat(offset)
                            .as("commit of %s", partition)
                            .isGreaterThanOrEqualTo(committed.getOrDefault(partition, 0L));
                }
                committed.put(partition, offset);
                assertThat(storedOffsets(partition))
                        .as("safe below the commit %d of %s", offset, partition)
                        .containsAll(wantedOffsets(partition, offset));
                for (long bad : offsetsOf(partition, "bad", offset)) {
                    assertThat(reported).contains(partition + "@" + bad);
                }
            }
        }

        private void collectReports() {
            context.reported().forEach(record -> reported.add(BadRecords.coordinates(record)));
        }

        List<Long> storedOffsets(TopicPartition partition) {
            return store.durable(partition).stream()
                    .map(OutgoingRecord::toldOffset)
                    .toList();
        }

        List<Long> wantedOffsets(TopicPartition partition, long below) {
            return offsetsOf(partition, "good", below);
        }

        private List<Long> offsetsOf(TopicPartition partition, String value, long below) {
            return connect.records(partition).stream()
                    .filter(record -> value.equals(record.value()) && record.kafkaOffset() < below)
                    .map(SinkRecord::kafkaOffset)
                    .toList();
        }
    }
}
