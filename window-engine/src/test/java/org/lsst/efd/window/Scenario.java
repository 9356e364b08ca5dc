package org.lsst.efd.window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;
import org.lsst.efd.window.statistics.Statistics;
import org.lsst.efd.window.statistics.Summary;

/**
 * A partition of records, read by a task that commits, crashes and starts again.
 *
 * <p>The value of a record is its offset, so that the statistics of a window tell which records are in it.
 */
final class Scenario {
    private static final Statistics STATISTICS = Statistics.of("count", "sum", "min", "max", "variance", "median");
    private static final int MOST_CRASHES = 20;

    final WindowGrid grid;
    private final long firstOffset;
    private final long[] times;
    private final long decisions;

    private Scenario(WindowGrid grid, long firstOffset, long[] times, long decisions) {
        this.grid = grid;
        this.firstOffset = firstOffset;
        this.times = times;
        this.decisions = decisions;
    }

    /** The scenario of a number; neighbouring numbers give unlike scenarios. */
    static Scenario number(long number) {
        return random(randomOf(number));
    }

    static Scenario number(long number, int hops, int disorder) {
        return random(randomOf(number), hops, disorder);
    }

    private static Random randomOf(long number) {
        return new Random((number + 1) * 0x9E3779B97F4A7C15L);
    }

    static Scenario random(Random random) {
        return random(random, 1 + random.nextInt(4), random.nextInt(81));
    }

    private static Scenario random(Random random, int hops, int disorder) {
        long advance = 1L + random.nextInt(40);
        WindowGrid grid = new WindowGrid(hops * advance, advance, random.nextInt(61));
        long firstOffset = random.nextBoolean() ? 0 : 1L + random.nextInt(1_000);
        long[] times = new long[1 + random.nextInt(120)];
        long time = random.nextInt(2_000) - 1_000L;
        int largestStep = 1 + random.nextInt(60);
        for (int i = 0; i < times.length; i++) {
            time += random.nextInt(largestStep + 1);
            times[i] = time - random.nextInt(disorder + 1);
            if (random.nextInt(8) == 0) {
                // a silence, and after it a record exactly at the start of a window
                time = grid.latestStart(time + grid.sizeMs() + random.nextInt(61));
                times[i] = time;
            }
        }
        return new Scenario(grid, firstOffset, times, random.nextLong());
    }

    /** Reads on, commits and crashes; returns what is wrong with what was told, empty if nothing is. */
    List<String> mistakesOf(Function<WindowGrid, RunUp> rule) {
        return new Run(() -> rule.apply(grid)).mistakes();
    }

    private PartitionWindows<String> engine(RunUp runUp) {
        return new PartitionWindows<>(
                grid, new OpenWindows<>(grid, STATISTICS, new SamplePool(1 << 20), String::compareTo, 10), runUp);
    }

    private static List<Object> contentOf(Summary summary) {
        List<Object> content = new ArrayList<>();
        content.add(summary.records());
        for (int i = 0; i < STATISTICS.wanted().size(); i++) {
            content.add(summary.has(0, i) ? summary.value(0, i) : "absent");
        }
        return content;
    }

    @Override
    public String toString() {
        return grid + " from offset " + firstOffset + ", decisions " + decisions + ", times "
                + java.util.Arrays.toString(times);
    }

    private final class Run {
        private final Supplier<RunUp> rule;
        private final Random random = new Random(decisions);
        private final List<String> mistakes = new ArrayList<>();
        private final Map<Long, List<Object>> undisturbed = new HashMap<>();

        /** How often each window start became durable at a destination that remembers the last closing offset. */
        private final Map<Long, Integer> timesDurable = new HashMap<>();

        private final Row row = new Row();
        private final List<ToldWindow<String>> pending = new ArrayList<>();
        private long durableClosingOffset = -1;
        private long committed = firstOffset;

        private Run(Supplier<RunUp> rule) {
            this.rule = rule;
        }

        private List<String> mistakes() {
            PartitionWindows<String> calm = engine(rule.get());
            for (int i = 0; i < times.length; i++) {
                calm.accept(
                        firstOffset + i,
                        "",
                        row(i),
                        told -> undisturbed.put(
                                told.window().startMs(), contentOf(told.window().summary())));
            }
            int crashes = 0;
            while (!readUntilCrash(crashes < MOST_CRASHES)) {
                crashes++;
            }
            undisturbed.keySet().stream()
                    .filter(start -> !timesDurable.containsKey(start))
                    .forEach(start -> mistakes.add("window " + start + " was never told"));
            timesDurable.forEach((start, count) -> {
                if (count > 1) {
                    mistakes.add("window " + start + " became durable " + count + " times");
                }
            });
            return mistakes;
        }

        private Row row(int index) {
            row.begin(times[index] * 1_000_000, 0, 0).add(0, (double) (firstOffset + index));
            return row;
        }

        /** Whether it came to the end of the records. */
        private boolean readUntilCrash(boolean mayCrash) {
            PartitionWindows<String> windows = engine(rule.get());
            pending.clear();
            for (long offset = committed; offset < firstOffset + times.length; offset++) {
                windows.accept(offset, "", row((int) (offset - firstOffset)), this::take);
                if (random.nextInt(3) == 0) {
                    makeDurable();
                }
                if (random.nextInt(4) == 0) {
                    commit(windows);
                }
                if (mayCrash && random.nextInt(20) == 0) {
                    return false;
                }
            }
            makeDurable();
            return true;
        }

        private void take(ToldWindow<String> told) {
            long start = told.window().startMs();
            if (!contentOf(told.window().summary()).equals(undisturbed.get(start))) {
                mistakes.add("window " + start + " differs from the run without crashes");
            }
            pending.add(told);
        }

        private void makeDurable() {
            long before = durableClosingOffset;
            for (ToldWindow<String> told : pending) {
                if (told.closingOffset() > before) {
                    timesDurable.merge(told.window().startMs(), 1, Integer::sum);
                    durableClosingOffset = told.closingOffset();
                }
            }
            pending.clear();
        }

        private void commit(PartitionWindows<String> windows) {
            long needed = windows.neededOffset().orElse(committed);
            for (ToldWindow<String> told : pending) {
                needed = Math.min(needed, told.neededOffset());
            }
            if (needed < committed) {
                mistakes.add("the commit went back from " + committed + " to " + needed);
            }
            committed = needed;
        }
    }
}
