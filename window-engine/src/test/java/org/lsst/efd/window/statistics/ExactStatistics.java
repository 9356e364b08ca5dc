package org.lsst.efd.window.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Statistics of finite doubles in decimal arithmetic: exact sums, and 60 digits where a division or root is taken. */
final class ExactStatistics {
    private static final MathContext DIGITS = new MathContext(60);

    private final double[] sorted;
    private BigDecimal sum = BigDecimal.ZERO;
    private BigDecimal sumOfMagnitudes = BigDecimal.ZERO;
    private BigDecimal sumOfSquares = BigDecimal.ZERO;

    ExactStatistics(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
        for (double value : values) {
            BigDecimal exact = new BigDecimal(value);
            sum = sum.add(exact);
            sumOfMagnitudes = sumOfMagnitudes.add(exact.abs());
            sumOfSquares = sumOfSquares.add(exact.multiply(exact));
        }
    }

    private BigDecimal n() {
        return BigDecimal.valueOf(sorted.length);
    }

    BigDecimal sum() {
        return sum;
    }

    BigDecimal sumOfMagnitudes() {
        return sumOfMagnitudes;
    }

    BigDecimal mean() {
        return sum.divide(n(), DIGITS);
    }

    BigDecimal rms() {
        return sumOfSquares.divide(n(), DIGITS).sqrt(DIGITS);
    }

    BigDecimal variance() {
        BigDecimal deviations = sumOfSquares.multiply(n()).subtract(sum.multiply(sum));
        return deviations.divide(n().multiply(n().subtract(BigDecimal.ONE)), DIGITS);
    }

    BigDecimal stdev() {
        return variance().sqrt(DIGITS);
    }

    BigDecimal median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1
                ? new BigDecimal(sorted[half])
                : new BigDecimal(sorted[half - 1])
                        .add(new BigDecimal(sorted[half]))
                        .divide(BigDecimal.valueOf(2));
    }

    BigDecimal quantile(Statistic quantile, QuantileMethod method) {
        BigDecimal probability =
                BigDecimal.valueOf(quantile.numerator()).divide(BigDecimal.valueOf(quantile.denominator()), DIGITS);
        BigDecimal position = method == QuantileMethod.INCLUSIVE
                ? probability.multiply(n().subtract(BigDecimal.ONE)).add(BigDecimal.ONE)
                : probability.multiply(n().add(BigDecimal.ONE));
        int below = Math.max(1, Math.min(sorted.length - 1, position.intValue()));
        BigDecimal lower = new BigDecimal(sorted[below - 1]);
        BigDecimal upper = new BigDecimal(sorted[below]);
        BigDecimal value =
                lower.add(position.subtract(BigDecimal.valueOf(below)).multiply(upper.subtract(lower)));
        return method == QuantileMethod.EXCLUSIVE_CLAMPED
                ? value.max(new BigDecimal(sorted[0])).min(new BigDecimal(sorted[sorted.length - 1]))
                : value;
    }
}
