package org.lsst.efd.connect.common.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.FakeConnect;
import org.lsst.efd.connect.common.sink.FakeDestination;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;
import org.lsst.efd.connect.common.sink.NullValues;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.SinkPipeline;
import org.lsst.efd.connect.common.time.TimestampSettings;

/**
 * Windows told through the real pipeline, under random sizes, hops, grace, disorder, commits, redeliveries, restarts,
 * rebalances and crashes, equal those of a run that nothing disturbs.
 */
final class WindowStagePropertyTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Schema SCHEMA =
            SchemaBuilder.struct().name("s").field("x", Schema.FLOAT64_SCHEMA).build();
    private static final Settings SETTINGS =
            Settings.none().with("Time", TimestampSettings.all()).with("Windows", WindowSettings.all());

    @Property(tries = 500)
    void toldWindowsEqualThoseOfAnUndisturbedRunAndNoneIsMissing(@ForAll long seed) {
        Run run = new Run(new Random(seed), false);
        Map<Long, Struct> undisturbed = run.undisturbed();
        List<OutgoingRecord> told = run.disturbed();

        for (OutgoingRecord window : told) {
            assertThat(window.record().value()).isEqualTo(undisturbed.get(startOf(window)));
        }
        assertThat(told.stream().map(WindowStagePropertyTest::startOf)).containsAll(undisturbed.keySet());
    }

    @Property(tries = 500)
    void aDestinationWithPositionsOfItsOwnGetsEachWindowOnce(@ForAll long seed) {
        Run run = new Run(new Random(seed), true);
        Map<Long, Struct> undisturbed = run.undisturbed();
        List<OutgoingRecord> told = run.disturbed();

        Map<Long, Object> byStart = new LinkedHashMap<>();
        for (OutgoingRecord window : told) {
            assertThat(byStart.put(startOf(window), window.record().value())).isNull();
        }
        assertThat(byStart).isEqualTo(undisturbed);
    }

    private static long startOf(OutgoingRecord window) {
        if (window.window() == null) {
            throw new AssertionError("a record passed that should be in a window");
        }
        return window.window().startNs();
    }

    /** One log of records, read twice. */
    private static final class Run {
        private final Random random;
        private final boolean keepsPositions;
        private final Map<String, String> configuration = new HashMap<>();
        private final List<SinkRecord> records = new ArrayList<>();
        private final long start;

        Run(Random random, boolean keepsPositions) {
            this.random = random;
            this.keepsPositions = keepsPositions;
            int advance = 1 + random.nextInt(40);
            configuration.put("aggregate.enabled", "true");
            configuration.put("aggregate.window.size.ms", String.valueOf(advance * (1 + random.nextInt(4))));
            configuration.put("aggregate.window.advance.ms", String.valueOf(advance));
            configuration.put("aggregate.window.grace.ms", String.valueOf(random.nextInt(61)));
            configuration.put("aggregate.statistics", "count,sum,first,last,median");
            int disorder = random.nextInt(81);
            long time = 100_000;
            for (int i = 1 + random.nextInt(120); i > 0; i--) {
                time += random.nextInt(25);
                records.add(record(records.size(), time - random.nextInt(disorder + 1)));
            }
            this.start = random.nextBoolean() ? 0 : random.nextInt(records.size());
        }

        private static SinkRecord record(long offset, long timeMs) {
            return new SinkRecord(
                    PARTITION.topic(),
                    0,
                    null,
                    null,
                    SCHEMA,
                    new Struct(SCHEMA).put("x", (double) offset),
                    offset,
                    timeMs,
                    TimestampType.CREATE_TIME);
        }

        private SinkPipeline pipeline(FakeSinkTaskContext context, FakeDestination destination) {
            return new SinkPipeline(
                    context,
                    WindowSettings.read(SETTINGS.read(configuration), Clock.systemUTC()),
                    destination,
                    BadRecords.of(context, context.configs()),
                    NullValues.IGNORE,
                    Clock.systemUTC());
        }

        Map<Long, Struct> undisturbed() {
            FakeDestination.Store store = new FakeDestination.Store();
            FakeDestination destination = new FakeDestination(store, random, false);
            destination.calm();
            FakeSinkTaskContext context = new FakeSinkTaskContext();
            FakeConnect connect = new FakeConnect(same -> same, context, pipeline(context, destination));
            begin(connect);
            connect.poll(records.size(), List.of(PARTITION));
            Map<Long, Struct> windows = new LinkedHashMap<>();
            store.durable(PARTITION)
                    .forEach(window -> windows.put(
                            startOf(window), (Struct) window.record().value()));
            return windows;
        }

        private void begin(FakeConnect connect) {
            records.forEach(record -> connect.produce(PARTITION, record));
            connect.startAt(PARTITION, start);
            connect.assign(List.of(PARTITION));
        }

        List<OutgoingRecord> disturbed() {
            FakeDestination.Store store = new FakeDestination.Store();
            FakeDestination destination = new FakeDestination(store, random, keepsPositions);
            FakeSinkTaskContext context = new FakeSinkTaskContext();
            FakeConnect connect = new FakeConnect(same -> same, context, pipeline(context, destination));
            begin(connect);
            long committed = start;
            for (int step = 0; step < 150; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3, 4, 5 -> connect.poll(1 + random.nextInt(9), List.of(PARTITION));
                    case 6, 7 -> connect.commit();
                    case 8 -> {
                        connect.revoke(connect.assigned());
                        connect.assign(List.of(PARTITION));
                    }
                    default -> {
                        context = new FakeSinkTaskContext();
                        context.mutableAssignment().add(PARTITION);
                        destination = new FakeDestination(store, random, keepsPositions);
                        connect.crash(context, pipeline(context, destination));
                    }
                }
                if (!keepsPositions) {
                    assertThat(connect.committed(PARTITION)).isGreaterThanOrEqualTo(committed);
                    committed = connect.committed(PARTITION);
                }
            }
            destination.calm();
            for (int i = 0; i < 20; i++) {
                connect.poll(records.size(), List.of(PARTITION));
                connect.commit();
            }
            return store.durable(PARTITION);
        }
    }
}
