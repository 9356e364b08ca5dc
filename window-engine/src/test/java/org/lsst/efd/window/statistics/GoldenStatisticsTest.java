package org.lsst.efd.window.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values that Python's {@code statistics} gives, made by {@code src/test/python/golden_statistics.py}. */
class GoldenStatisticsTest {
    private static final List<Statistic> QUANTILES =
            List.of(Statistic.named("q1"), Statistic.named("q3"), Statistic.named("p01"), Statistic.named("p99"));

    @Test
    void agreesWithPython() throws IOException {
        List<String> lines = goldenLines();
        assertThat(lines).hasSizeGreaterThan(400);
        lines.forEach(GoldenStatisticsTest::checkLine);
    }

    private static List<String> goldenLines() throws IOException {
        try (InputStream stream = requireNonNull(GoldenStatisticsTest.class.getResourceAsStream("golden.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }

    private static void checkLine(String line) {
        String[] fields = line.split("\\|", -1);
        double[] values = numbers(fields[0]);
        SortedSample sample = new SortedSample().load(values.clone(), values.length);
        RunningSample running = new RunningSample();
        Arrays.stream(values).forEach(running::add);

        assertThat(sample.min()).isEqualTo(numbers(fields[1])[0]);
        assertWithin(2, sample.mean(), numbers(fields[2])[0], line);
        assertWithin(2, running.mean(), numbers(fields[2])[0], line);
        assertWithin(0, sample.median(), numbers(fields[3])[0], line);
        assertThat(sample.max()).isEqualTo(numbers(fields[5])[0]);
        if (values.length > 1) {
            double stdev = numbers(fields[4])[0];
            assertThat(Math.abs(sample.stdev() - stdev)).as(line).isLessThanOrEqualTo(1e-12 * stdev);
            assertThat(Math.abs(running.stdev() - stdev)).as(line).isLessThanOrEqualTo(1e-10 * stdev);
            checkQuantiles(sample, QuantileMethod.EXCLUSIVE, numbers(fields[6]), line);
            checkQuantiles(sample, QuantileMethod.INCLUSIVE, numbers(fields[7]), line);
        }
    }

    /** Python weighs the two neighbours in doubles, so it may lose a bit of the larger one of them. */
    private static void checkQuantiles(SortedSample sample, QuantileMethod method, double[] wanted, String line) {
        double largest = Math.max(Math.abs(sample.min()), Math.abs(sample.max()));
        for (int i = 0; i < wanted.length; i++) {
            Statistic quantile = QUANTILES.get(i);
            double told = sample.quantile(quantile.numerator(), quantile.denominator(), method);
            assertThat(Math.abs(told - wanted[i]))
                    .as("%s %s of %s", method, quantile, line)
                    .isLessThanOrEqualTo(2 * Math.ulp(largest));
        }
    }

    private static void assertWithin(int ulps, double told, double wanted, String line) {
        assertThat(Math.abs(told - wanted)).as(line).isLessThanOrEqualTo(ulps * Math.ulp(wanted));
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "1 2, 1, 0.75, 1.5, 1.5, 0.7071067811865476, 2.25, 2",
        "1 2 3 4, 1, 1.25, 2.5, 2.5, 1.2909944487358056, 3.75, 4",
        "1000000004 1000000007 1000000013 1000000016, 1000000004, 1000000004.75, 1000000010, 1000000010,"
                + " 5.477225575051661, 1000000015.25, 1000000016",
        "5 1 4 1 3 9 2 6, 1, 1.25, 3.875, 3.5, 2.748376143938713, 5.75, 9"
    })
    void agreesWithTheTableInTheDocuments(
            String values, double min, double q1, double mean, double median, double stdev, double q3, double max) {
        Statistics statistics = Statistics.of("min", "q1", "mean", "median", "stdev", "q3", "max");
        ColumnSamples samples = new ColumnSamples(statistics, new SamplePool(1 << 16));
        Row row = new Row();
        for (double value : numbers(values)) {
            row.begin(0, 0, 0).add(0, value);
            samples.add(row);
        }
        Summary summary = samples.summarise();
        double[] wanted = {min, q1, mean, median, stdev, q3, max};
        for (int i = 0; i < wanted.length; i++) {
            assertThat(Math.abs(summary.value(0, i) - wanted[i])).isLessThanOrEqualTo(2 * Math.ulp(wanted[i]));
        }
    }

    @Test
    void clampedPercentilesStayInTheSample() {
        SortedSample sample = new SortedSample().load(new double[] {2, 1}, 2);
        assertThat(sample.quantile(1, 100, QuantileMethod.EXCLUSIVE)).isEqualTo(0.03);
        assertThat(sample.quantile(1, 100, QuantileMethod.EXCLUSIVE_CLAMPED)).isEqualTo(1);
        assertThat(sample.quantile(99, 100, QuantileMethod.EXCLUSIVE_CLAMPED)).isEqualTo(2);
    }
}
