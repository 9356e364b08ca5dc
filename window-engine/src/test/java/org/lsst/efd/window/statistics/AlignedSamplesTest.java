package org.lsst.efd.window.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rows that are kept together are summarised as each of their columns would be alone. */
class AlignedSamplesTest {
    private static final String[] NAMES = {
        "count", "sum", "mean", "min", "q1", "median", "q3", "max", "stdev", "variance", "rms", "first", "last"
    };
    private static final double[] SPECIAL = {
        0.0, -0.0, 1e-320, 1e300, -1e300, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };
    private static final int COLUMNS = AlignedSamples.NARROWEST + 14;

    /** A value in a column, or none. */
    private record Cell(int column, double value) {}

    /** How records differ from the one before: the chance of each, out of a thousand. */
    private record Irregularity(int nan, int gap, int repeat, int special) {
        static final List<Irregularity> ALL = List.of(
                new Irregularity(0, 0, 0, 0),
                new Irregularity(0, 0, 0, 200),
                new Irregularity(2, 0, 0, 10),
                new Irregularity(0, 2, 0, 10),
                new Irregularity(0, 0, 2, 0),
                new Irregularity(50, 50, 50, 50));
    }

    private static List<Cell> cells(SplittableRandom random, Irregularity irregularity) {
        List<Cell> cells = new ArrayList<>();
        for (int column = 0; column < COLUMNS; column++) {
            // the order of columns is not that of their numbers, and one number has no column
            int turned = (column + 17) % COLUMNS;
            int number = turned < 5 ? turned : turned + 1;
            if (random.nextInt(1000) >= irregularity.gap) {
                cells.add(new Cell(number, value(random, irregularity)));
            }
            if (random.nextInt(1000) < irregularity.repeat) {
                cells.add(new Cell(number, value(random, irregularity)));
            }
        }
        return cells;
    }

    private static double value(SplittableRandom random, Irregularity irregularity) {
        if (random.nextInt(1000) < irregularity.nan) {
            return Double.NaN;
        }
        return random.nextInt(1000) < irregularity.special
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : random.nextDouble(-10, 1e6);
    }

    private static void fill(Row row, long time, List<Cell> cells) {
        row.begin(time, 0, 0);
        cells.forEach(cell -> row.add(cell.column, cell.value));
    }

    @Property(tries = 150)
    void equalsEachColumnAlone(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 120) int records,
            @ForAll @IntRange(max = 5) int kind,
            @ForAll NanPolicy nanPolicy) {
        SplittableRandom random = new SplittableRandom(seed);
        Statistics all = Statistics.of(NAMES);
        Statistics statistics = new Statistics(all.wanted(), all.quantileMethod(), 2, all.smallSample(), nanPolicy);
        ColumnSamples samples = new ColumnSamples(statistics, new SamplePool(Long.MAX_VALUE));
        for (int window = 0; window < 3; window++) {
            List<List<Cell>> rows = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                rows.add(cells(random, Irregularity.ALL.get(kind)));
            }
            assertEqualsEachColumnAlone(samples, statistics, rows);
            samples.clear();
        }
    }

    @Example
    void aWindowOfMoreRowsThanAreKeptTogetherIsWhole() {
        SplittableRandom random = new SplittableRandom(5);
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < AlignedSamples.MOST_ROWS + 3; i++) {
            rows.add(cells(random, Irregularity.ALL.get(0)));
        }
        Statistics statistics = Statistics.of(NAMES);
        assertEqualsEachColumnAlone(new ColumnSamples(statistics, new SamplePool(Long.MAX_VALUE)), statistics, rows);
    }

    @Example
    void beyondTheBudgetOnlyQuantilesAreAbsent() {
        Statistics statistics = Statistics.of("count", "mean", "max", "median");
        SamplePool pool = new SamplePool(20L * COLUMNS * Double.BYTES);
        ColumnSamples samples = new ColumnSamples(statistics, pool);
        Row row = new Row();
        for (int i = 1; i <= 101; i++) {
            row.begin(i, 0, 0);
            for (int column = 0; column < COLUMNS; column++) {
                row.add(column, i + column);
            }
            samples.add(row);
        }
        Summary summary = samples.summarise();
        assertThat(summary.isOverBudget()).isTrue();
        assertThat(pool.usedBytes()).isZero();
        for (int column = 0; column < COLUMNS; column++) {
            assertThat(summary.value(column, 0)).isEqualTo(101);
            assertThat(summary.value(column, 1)).isEqualTo(51 + column);
            assertThat(summary.value(column, 2)).isEqualTo(101 + column);
            assertThat(summary.has(column, 3)).isFalse();
        }
    }

    @Example
    void rowsGoBackToThePool() {
        SamplePool pool = new SamplePool(Long.MAX_VALUE);
        ColumnSamples samples = new ColumnSamples(Statistics.of("median"), pool);
        Row row = new Row();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            fill(row, i, cells(random, Irregularity.ALL.get(0)));
            samples.add(row);
        }
        assertThat(pool.usedBytes()).isEqualTo(50L * 32 * Double.BYTES);
        samples.clear();
        assertThat(pool.usedBytes()).isZero();
    }

    private static void assertEqualsEachColumnAlone(
            ColumnSamples samples, Statistics statistics, List<List<Cell>> rows) {
        Row row = new Row();
        for (int i = 0; i < rows.size(); i++) {
            fill(row, i, rows.get(i));
            samples.add(row);
        }
        Summary together = samples.summarise();
        assertThat(together.records()).isEqualTo(rows.size());
        for (int column = 0; column <= COLUMNS; column++) {
            int number = column;
            ColumnSamples one = new ColumnSamples(statistics, new SamplePool(Long.MAX_VALUE));
            for (int i = 0; i < rows.size(); i++) {
                fill(
                        row,
                        i,
                        rows.get(i).stream()
                                .filter(cell -> cell.column == number)
                                .toList());
                one.add(row);
            }
            Summary alone = one.summarise();
            assertThat(together.hasColumn(number)).isEqualTo(alone.hasColumn(number));
            for (int statistic = 0; statistic < NAMES.length; statistic++) {
                assertThat(text(together, number, statistic))
                        .as("%s of column %s", NAMES[statistic], number)
                        .isEqualTo(text(alone, number, statistic));
            }
        }
    }

    private static String text(Summary summary, int column, int statistic) {
        return summary.has(column, statistic) ? Double.toString(summary.value(column, statistic)) : "-";
    }
}
