package org.lsst.efd.connect.aggregator.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.AggregateSettings;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.window.WindowGrid;
import org.lsst.efd.window.statistics.Summary;

/** A topic of some partitions, read by a task that crashes, and stores what it tells in transactions. */
final class TopicScenario {
    private static final Settings SETTINGS = Settings.none().with("Windows", AggregateSettings.all());
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("g", Schema.INT64_SCHEMA)
            .field("x", Schema.INT64_SCHEMA)
            .build();
    private static final long IDLE_MS = 1_000;

    private final AggregateRules rules;
    private final WindowGrid grid;
    private final List<List<Item>> partitions = new ArrayList<>();
    private final long decisions;

    /** A record; its value is unique, so that a sum tells which records are in a window. */
    private record Item(long timeMs, long group, long x) {}

    /** What a window holds: number of records, and the sum of their values. */
    private record Content(long count, double sum) {
        static Content of(Summary summary) {
            return new Content(summary.records(), summary.value(0, 0));
        }
    }

    private TopicScenario(AggregateRules rules, long decisions) {
        this.rules = rules;
        this.grid = rules.grid();
        this.decisions = decisions;
    }

    static TopicScenario random(Random random) {
        int advance = 1 + random.nextInt(40);
        int grace = random.nextInt(60);
        TopicScenario scenario = new TopicScenario(
                AggregateSettings.read(SETTINGS.read(Map.of(
                        "window.size.ms", String.valueOf(advance * (1 + random.nextInt(3))),
                        "window.advance.ms", String.valueOf(advance),
                        "window.grace.ms", String.valueOf(grace),
                        "group.by", "g",
                        "statistics", "sum"))),
                random.nextLong());
        int count = 1 + random.nextInt(3);
        for (int partition = 0; partition < count; partition++) {
            scenario.partitions.add(items(random, grace, 1L << (16 * partition)));
        }
        return scenario;
    }

    /** Disorder is at most the grace, so no record is late. */
    private static List<Item> items(Random random, int grace, long unit) {
        List<Item> items = new ArrayList<>();
        long time = random.nextInt(500);
        int size = random.nextInt(60);
        for (int i = 0; i < size; i++) {
            time += random.nextInt(20);
            items.add(new Item(time - random.nextInt(grace + 1), random.nextInt(3), unit * (i + 1)));
        }
        return items;
    }

    /** What is stored at the end, against what a look at all records gives; empty if they are the same. */
    List<String> mistakes(UnaryOperator<Telling> storedAs) {
        return new Run(storedAs).mistakes();
    }

    private Map<String, Content> reference() {
        Map<String, Content> windows = new TreeMap<>();
        partitions.stream().flatMap(List::stream).forEach(item -> {
            long earliest = grid.earliestStart(item.timeMs);
            for (long start = grid.latestStart(item.timeMs); start >= earliest; start -= grid.advanceMs()) {
                windows.merge(
                        start + " [" + item.group + "]",
                        new Content(1, item.x),
                        (a, b) -> new Content(a.count + b.count, a.sum + b.sum));
            }
        });
        return windows;
    }

    @Override
    public String toString() {
        return grid + ", decisions " + decisions + ", " + partitions;
    }

    private final class Run {
        private final UnaryOperator<Telling> storedAs;
        private final Random random = new Random(decisions);
        private final List<String> mistakes = new ArrayList<>();
        private final Map<String, Content> stored = new TreeMap<>();
        private final List<Telling> pending = new ArrayList<>();
        private TopicState state = TopicState.none();

        private Run(UnaryOperator<Telling> storedAs) {
            this.storedAs = storedAs;
        }

        private List<String> mistakes() {
            for (int crashes = 0; !readUntilCrash(crashes < 10); crashes++) {
                pending.clear();
            }
            Map<String, Content> wanted = reference();
            if (!wanted.equals(stored)) {
                mistakes.add("stored " + stored + " instead of " + wanted);
            }
            return mistakes;
        }

        private boolean readUntilCrash(boolean mayCrash) {
            TopicAggregate aggregate = new TopicAggregate("t", rules, java.time.Clock.systemUTC());
            TopicState stateAtStart = TopicState.parse(state.toMap());
            TopicWindows windows =
                    new TopicWindows(grid, aggregate.openWindows(rules.samplePool()), IDLE_MS, 1L << 40, stateAtStart);
            int[] positions = new int[partitions.size()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = stateAtStart.offsets().getOrDefault(i, 0L).intValue();
                windows.open(i, positions[i], 0);
            }
            long nowMs = 0;
            while (true) {
                int partition = nextPartition(positions);
                if (partition < 0) {
                    break;
                }
                Item item = partitions.get(partition).get(positions[partition]);
                accept(windows, aggregate, partition, positions[partition]++, item, nowMs++);
                if (random.nextInt(5) == 0) {
                    storeSome(windows);
                }
                if (mayCrash && random.nextInt(20) == 0) {
                    return false;
                }
            }
            tellTheRest(windows, nowMs);
            return true;
        }

        private int nextPartition(int[] positions) {
            List<Integer> left = new ArrayList<>();
            for (int i = 0; i < positions.length; i++) {
                if (positions[i] < partitions.get(i).size()) {
                    left.add(i);
                }
            }
            return left.isEmpty() ? -1 : left.get(random.nextInt(left.size()));
        }

        private void accept(
                TopicWindows windows, TopicAggregate aggregate, int partition, long offset, Item item, long nowMs) {
            Struct value = new Struct(SCHEMA).put("g", item.group).put("x", item.x);
            var row = aggregate.row(null, SCHEMA, value, item.timeMs * 1_000_000);
            var group = aggregate.group(null, null, SCHEMA, value);
            windows.accept(partition, offset, group, row, nowMs, telling -> pending.add(storedAs.apply(telling)));
        }

        /** A transaction holds what was told up to some record; with all of it, sometimes the state alone. */
        private void storeSome(TopicWindows windows) {
            boolean isAll = random.nextBoolean();
            store(isAll ? pending.size() : random.nextInt(pending.size() + 1));
            if (isAll && random.nextBoolean()) {
                state = windows.state();
            }
        }

        private void store(int count) {
            List<Telling> transaction = pending.subList(0, count);
            for (Telling telling : transaction) {
                String name =
                        telling.window().startMs() + " " + telling.window().group();
                if (stored.put(name, Content.of(telling.window().summary())) != null) {
                    mistakes.add("window " + name + " was stored twice");
                }
                state = telling.state();
            }
            transaction.clear();
        }

        private void tellTheRest(TopicWindows windows, long nowMs) {
            long later = nowMs + 1_000 * IDLE_MS;
            for (int i = 0; i < partitions.size(); i++) {
                windows.see(i, true, later);
            }
            windows.close(later, telling -> pending.add(storedAs.apply(telling)));
            store(pending.size());
        }
    }
}
