package org.lsst.efd.window.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnSamplesTest {
    private static final double NAN = Double.NaN;
    private final SamplePool pool = new SamplePool(1 << 20);

    private static Statistics statistics(int minSampleSize, SmallSample small, NanPolicy nan, String... names) {
        List<Statistic> wanted =
                java.util.Arrays.stream(names).map(Statistic::named).toList();
        return new Statistics(wanted, QuantileMethod.EXCLUSIVE, minSampleSize, small, nan);
    }

    private Summary summary(Statistics statistics, double... values) {
        ColumnSamples samples = new ColumnSamples(statistics, pool);
        Row row = new Row();
        for (double value : values) {
            row.begin(0, 0, 0).add(0, value);
            samples.add(row);
        }
        return samples.summarise();
    }

    private static String text(Summary summary, int statistics) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < statistics; i++) {
            text.append(summary.has(0, i) ? Double.toString(summary.value(0, i)) : "-")
                    .append(' ');
        }
        return text.toString().trim();
    }

    @Test
    void oneValueHasNoDeviation() {
        Statistics statistics = Statistics.of("count", "mean", "median", "stdev", "q1");
        assertThat(text(summary(statistics, 7), 5)).isEqualTo("1.0 7.0 7.0 - -");
    }

    @Test
    void aSmallSampleIsItsFirstValueWhereParityIsAsked() {
        Statistics statistics =
                statistics(3, SmallSample.FIRST, NanPolicy.IGNORE, "count", "mean", "stdev", "q1", "max");
        assertThat(text(summary(statistics, 7, 9), 5)).isEqualTo("2.0 7.0 7.0 7.0 7.0");
        assertThat(text(summary(statistics, 7, 9, 8), 5)).isEqualTo("3.0 8.0 1.0 7.0 9.0");
    }

    @Test
    void belowTheSmallestSampleWhatNeedsTwoValuesIsAbsent() {
        Statistics statistics = statistics(3, SmallSample.NULL, NanPolicy.IGNORE, "mean", "stdev", "median", "p99");
        assertThat(text(summary(statistics, 7, 9), 4)).isEqualTo("8.0 - 8.0 -");
    }

    @Test
    void treatsNanByPolicy() {
        String[] names = {"count", "min", "stdev"};
        assertThat(text(summary(statistics(2, SmallSample.NULL, NanPolicy.IGNORE, names), 1, NAN, 3), 3))
                .isEqualTo("2.0 1.0 1.4142135623730951");
        assertThat(text(summary(statistics(2, SmallSample.NULL, NanPolicy.PROPAGATE, names), 1, NAN, 3), 3))
                .isEqualTo("3.0 NaN NaN");
        assertThat(text(summary(statistics(2, SmallSample.NULL, NanPolicy.NULL, names), 1, NAN, 3), 3))
                .isEqualTo("3.0 - -");
    }

    @Test
    void aColumnOfNothingButNullsHasACountOfZero() {
        ColumnSamples samples = new ColumnSamples(Statistics.of("count", "mean"), pool);
        Row row = new Row().begin(0, 0, 0);
        row.addNull(0);
        samples.add(row);
        Summary summary = samples.summarise();
        assertThat(text(summary, 2)).isEqualTo("0.0 -");
        assertThat(summary.hasColumn(0)).isTrue();
        assertThat(summary.hasColumn(1)).isFalse();
        assertThat(summary.records()).isEqualTo(1);
        assertThatThrownBy(() -> summary.value(0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void firstAndLastGoByTimeAndThenByArrival() {
        ColumnSamples samples = new ColumnSamples(Statistics.of("first", "last"), pool);
        Row row = new Row();
        long[] times = {5, 3, 3, 9, 9, 4};
        for (int i = 0; i < times.length; i++) {
            row.begin(times[i], 0, 0).add(0, i);
            samples.add(row);
        }
        assertThat(text(samples.summarise(), 2)).isEqualTo("1.0 4.0");
    }

    @Test
    void oneRowMayGiveAColumnManyValues() {
        ColumnSamples samples = new ColumnSamples(Statistics.of("count", "median"), pool);
        Row row = new Row().begin(0, 0, 0);
        for (int i = 1; i <= 99; i++) {
            row.add(3, i);
        }
        samples.add(row);
        Summary summary = samples.summarise();
        assertThat(summary.value(3, 0)).isEqualTo(99);
        assertThat(summary.value(3, 1)).isEqualTo(50);
        assertThat(summary.records()).isEqualTo(1);
    }

    @Test
    void theGreatestLayoutVersionWinsThenTheLast() {
        ColumnSamples samples = new ColumnSamples(Statistics.of("count"), pool);
        Row row = new Row();
        samples.add(row.begin(0, 7, 2));
        samples.add(row.begin(0, 8, 2));
        samples.add(row.begin(0, 9, 1));
        assertThat(samples.summarise().layout()).isEqualTo(8);
    }

    @Test
    void beyondTheBudgetQuantilesAreAbsentAndAllElseIsRight() {
        SamplePool small = new SamplePool(64 * Double.BYTES);
        Statistics statistics = Statistics.of("count", "mean", "stdev", "median", "q1");
        ColumnSamples samples = new ColumnSamples(statistics, small);
        Row row = new Row();
        for (int i = 1; i <= 101; i++) {
            row.begin(0, 0, 0).add(0, i);
            samples.add(row);
        }
        Summary summary = samples.summarise();
        assertThat(summary.isOverBudget()).isTrue();
        assertThat(text(summary, 5)).isEqualTo("101.0 51.0 29.300170647967224 - -");
        assertThat(small.usedBytes()).isZero();

        samples.clear();
        samples.add(row.begin(0, 0, 0));
        row.add(0, 5);
        samples.add(row);
        Summary next = samples.summarise();
        assertThat(next.isOverBudget()).isFalse();
        assertThat(text(next, 5)).isEqualTo("1.0 5.0 - 5.0 -");
    }

    @Test
    void arraysAreUsedAgain() {
        ColumnSamples samples = new ColumnSamples(Statistics.of("median"), pool);
        Row row = new Row();
        for (int window = 0; window < 3; window++) {
            for (int i = 0; i < 50; i++) {
                row.begin(0, 0, 0).add(0, i);
                samples.add(row);
            }
            assertThat(samples.summarise().value(0, 0)).isEqualTo(24.5);
            assertThat(pool.usedBytes()).isEqualTo((window == 0 ? 80L : 56L) * Double.BYTES);
            samples.clear();
            assertThat(pool.usedBytes()).isZero();
        }
    }

    @Test
    void namesThatAreNoStatisticAreRefused() {
        assertThat(Statistic.named("q0.95").fieldName()).isEqualTo("q0_95");
        assertThat(Statistic.named("p05").numerator()).isEqualTo(5);
        for (String name : List.of("average", "p00", "p5", "q2", "q0.", "q0.000", "quantile", "MEAN", "")) {
            assertThatThrownBy(() -> Statistic.named(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no statistic '" + name + "'");
        }
        assertThatThrownBy(() -> Statistics.of("mean", "mean")).hasMessageContaining("twice");
    }
}
