package org.lsst.efd.window.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statistics against exact arithmetic on 10,000 random samples of 1 to 5,000 values. Small samples are more frequent
 * than large ones; with {@code -Defd.soak=true} all sizes are equally frequent.
 */
class StatisticsAccuracyTest {
    private static final int SAMPLES_PER_OFFSET = 3_334;
    private static final List<Statistic> QUANTILES =
            List.of(Statistic.named("q1"), Statistic.named("q3"), Statistic.named("p01"), Statistic.named("q0.999"));

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e9, 1e15})
    void agreesWithExactArithmetic(double offset) {
        Random random = new Random((long) offset);
        SortedSample sorted = new SortedSample();
        RunningSample running = new RunningSample();
        for (int i = 0; i < SAMPLES_PER_OFFSET; i++) {
            double[] values = randomSample(random, offset);
            ExactStatistics exact = new ExactStatistics(values);
            running.clear();
            Arrays.stream(values).forEach(running::add);
            sorted.load(values.clone(), values.length);
            checkMean(sorted, exact);
            checkMean(running, exact);
            checkStdev(sorted, exact, 1e-12);
            checkStdev(running, exact, 1e-10);
            checkOrder(sorted, exact);
            if (values.length <= AlignedSamples.MOST_ROWS) {
                sorted.load(aligned(values), AlignedSamples.NARROWEST - 1);
                checkMean(sorted, exact);
                checkStdev(sorted, exact, 1e-12);
                checkOrder(sorted, exact);
            }
        }
    }

    /** The sample in every column, each beginning with another value. */
    private static AlignedSamples aligned(double[] values) {
        AlignedSamples samples = new AlignedSamples(new SamplePool(Long.MAX_VALUE));
        Row row = new Row();
        for (int i = 0; i < values.length; i++) {
            row.begin(0, 0, 0);
            for (int column = 0; column < AlignedSamples.NARROWEST; column++) {
                row.add(column, values[(i + column) % values.length]);
            }
            assertThat(samples.add(row)).isTrue();
        }
        samples.summarise();
        return samples;
    }

    private static double[] randomSample(Random random, double offset) {
        int size = Boolean.getBoolean("efd.soak")
                ? 1 + random.nextInt(5_000)
                : (int) Math.floor(Math.pow(5_000, random.nextDouble()));
        double spread = Math.pow(10, random.nextInt(10) - 1.0);
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = offset + spread * random.nextGaussian();
        }
        return values;
    }

    private static void checkMean(ColumnSample sample, ExactStatistics exact) {
        BigDecimal error = new BigDecimal(sample.mean()).subtract(exact.mean()).abs();
        BigDecimal magnitudes = exact.sumOfMagnitudes();
        boolean isWellConditioned =
                magnitudes.compareTo(exact.sum().abs().multiply(BigDecimal.valueOf(1_000_000))) <= 0;
        double bound = isWellConditioned
                ? 2 * Math.ulp(exact.mean().doubleValue())
                : 4 * 0x1p-53 * magnitudes.doubleValue() / sample.count();
        assertThat(error.doubleValue()).as("mean of %d", sample.count()).isLessThanOrEqualTo(bound);
        assertThat(relativeError(sample.sum(), exact.sum())).isLessThanOrEqualTo(isWellConditioned ? 1e-15 : 1);
        assertThat(relativeError(sample.rms(), exact.rms())).as("rms").isLessThanOrEqualTo(1e-12);
    }

    private static void checkStdev(ColumnSample sample, ExactStatistics exact, double bound) {
        if (sample.count() < 2) {
            return;
        }
        double stdev = exact.stdev().doubleValue();
        if (stdev >= 1e-8 * exact.mean().abs().doubleValue()) {
            assertThat(relativeError(sample.stdev(), exact.stdev()))
                    .as("stdev of %d", sample.count())
                    .isLessThanOrEqualTo(bound);
            assertThat(relativeError(sample.variance(), exact.variance())).isLessThanOrEqualTo(2 * bound);
        }
    }

    private static void checkOrder(SortedSample sample, ExactStatistics exact) {
        assertThat(Math.abs(sample.median() - exact.median().doubleValue()))
                .isLessThanOrEqualTo(Math.ulp(sample.median()));
        if (sample.count() < 2) {
            return;
        }
        for (Statistic quantile : QUANTILES) {
            for (QuantileMethod method : QuantileMethod.values()) {
                double told = sample.quantile(quantile.numerator(), quantile.denominator(), method);
                double wanted = exact.quantile(quantile, method).doubleValue();
                assertThat(Math.abs(told - wanted))
                        .as("%s %s of %d", method, quantile, sample.count())
                        .isLessThanOrEqualTo(2 * Math.ulp(wanted));
            }
        }
    }

    private static double relativeError(double told, BigDecimal exact) {
        if (exact.signum() == 0) {
            return Math.abs(told);
        }
        return new BigDecimal(told)
                .subtract(exact)
                .divide(exact, MathContext.DECIMAL64)
                .abs()
                .doubleValue();
    }

    @Test
    void staysFiniteNearTheEndOfTheRange() {
        double[] values = {1e308, 1.5e308, 1.7e308, -1.2e308, 1.6e308};
        ExactStatistics exact = new ExactStatistics(values);
        for (ColumnSample sample : List.of(sorted(values), running(values))) {
            assertThat(sample.sum()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(relativeError(sample.mean(), exact.mean())).isLessThan(1e-15);
            assertThat(relativeError(sample.stdev(), exact.stdev())).isLessThan(1e-12);
            assertThat(relativeError(sample.rms(), exact.rms())).isLessThan(1e-12);
            assertThat(sample.variance()).isEqualTo(Double.POSITIVE_INFINITY);
        }
        assertThat(sorted(1.7e308, 1.7e308).median()).isEqualTo(1.7e308);
        assertThat(sorted(-1.7e308, 1.7e308).quantile(3, 4, QuantileMethod.INCLUSIVE))
                .isCloseTo(8.5e307, withinPercentage(1e-13));
    }

    @Test
    void keepsDeviationsWhoseSquaresWouldVanish() {
        double[] values = {1e-200, 3e-200, 7e-200, 8e-200};
        ExactStatistics exact = new ExactStatistics(values);
        for (ColumnSample sample : List.of(sorted(values), running(values))) {
            assertThat(relativeError(sample.stdev(), exact.stdev())).isLessThan(1e-12);
            assertThat(relativeError(sample.rms(), exact.rms())).isLessThan(1e-12);
        }
    }

    @Test
    void takesInfinitiesForValues() {
        for (ColumnSample sample : List.of(sorted(1, Double.POSITIVE_INFINITY), running(1, Double.POSITIVE_INFINITY))) {
            assertThat(sample.mean()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(sample.min()).isEqualTo(1);
            assertThat(sample.max()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(sample.stdev()).isNaN();
            assertThat(sample.variance()).isNaN();
        }
        double[] both = {Double.NEGATIVE_INFINITY, 1, Double.POSITIVE_INFINITY};
        assertThat(sorted(both).mean()).isNaN();
        assertThat(running(both).mean()).isNaN();
        assertThat(sorted(both).median()).isEqualTo(1);
    }

    @Test
    void equalValuesHaveTheirValueAsMeanAndNoDeviation() {
        double[] values = new double[10];
        Arrays.fill(values, 0.1);
        for (ColumnSample sample : List.of(sorted(values), running(values))) {
            assertThat(sample.mean()).isEqualTo(0.1);
            assertThat(sample.stdev()).isZero();
        }
    }

    @Test
    void ordersZerosBySign() {
        for (ColumnSample sample : List.of(sorted(0.0, -0.0), running(0.0, -0.0))) {
            assertThat(Double.compare(sample.min(), -0.0)).isZero();
            assertThat(Double.compare(sample.max(), 0.0)).isZero();
        }
    }

    private static SortedSample sorted(double... values) {
        return new SortedSample().load(values.clone(), values.length);
    }

    private static RunningSample running(double... values) {
        RunningSample sample = new RunningSample();
        Arrays.stream(values).forEach(sample::add);
        return sample;
    }
}
