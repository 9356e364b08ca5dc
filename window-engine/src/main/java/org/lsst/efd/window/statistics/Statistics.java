package org.lsst.efd.window.statistics;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Which statistics are told of every column, and by which rules. Immutable.
 *
 * @param wanted the statistics in the order in which they are told, each once, at least one
 * @param quantileMethod how quantiles are read from a sample
 * @param minSampleSize from how many values on a column counts as sampled, at least 1
 * @param smallSample what is told of a column with fewer values
 * @param nanPolicy what a NaN does
 */
public record Statistics(
        List<Statistic> wanted,
        QuantileMethod quantileMethod,
        int minSampleSize,
        SmallSample smallSample,
        NanPolicy nanPolicy) {
    public Statistics {
        wanted = List.copyOf(wanted);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("no statistic is asked for");
        }
        if (new HashSet<>(wanted).size() < wanted.size()) {
            throw new IllegalArgumentException("a statistic is asked for twice: " + wanted);
        }
        if (minSampleSize < 1) {
            throw new IllegalArgumentException("the smallest sample size must be at least 1");
        }
    }

    /** These statistics by the default rules: exclusive quantiles, two values wanted, NaN ignored. */
    public static Statistics of(String... names) {
        List<Statistic> wanted = Arrays.stream(names).map(Statistic::named).toList();
        return new Statistics(wanted, QuantileMethod.EXCLUSIVE, 2, SmallSample.NULL, NanPolicy.IGNORE);
    }

    /** Whether a statistic is asked for that needs all values until the window closes. */
    public boolean keepsSamples() {
        return wanted.stream().anyMatch(statistic -> statistic.kind().needsSamples());
    }

    /** Whether the first or the last value by event time may be told. */
    boolean keepsEnds() {
        return smallSample == SmallSample.FIRST
                || wanted.stream()
                        .map(Statistic::kind)
                        .anyMatch(kind -> kind == Statistic.Kind.FIRST || kind == Statistic.Kind.LAST);
    }
}
