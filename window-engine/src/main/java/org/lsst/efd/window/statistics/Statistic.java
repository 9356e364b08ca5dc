package org.lsst.efd.window.statistics;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statistic that can be asked for by name.
 *
 * @param name as configured, e.g. {@code mean}, {@code q1}, {@code p05}, {@code q0.999}
 * @param kind what is computed
 * @param numerator of the probability of a {@code QUANTILE}, an exact fraction strictly between 0 and 1; else 0
 * @param denominator of that probability; else 1
 */
public record Statistic(String name, Kind kind, long numerator, long denominator) {
    private static final Pattern PERCENTILE = Pattern.compile("p([0-9]{2})");
    private static final Pattern DECIMAL = Pattern.compile("q0\\.([0-9]{1,9})");

    /** What is computed, and what it takes. */
    public enum Kind {
        /** The number of values used. */
        COUNT(0, false),
        /** The sum of the values; infinite when it leaves the range of a double. */
        SUM(1, false),
        /** The arithmetic mean. */
        MEAN(1, false),
        /** The smallest value by {@link Double#compare}. */
        MIN(1, false),
        /** The largest value by {@link Double#compare}. */
        MAX(1, false),
        /** Largest minus smallest value. */
        RANGE(1, false),
        /** The value of the earliest record; among equal times the one that arrived first. */
        FIRST(1, false),
        /** The value of the latest record; among equal times the one that arrived last. */
        LAST(1, false),
        /** The root of the mean square. */
        RMS(1, false),
        /** The standard deviation of the sample (n − 1). */
        STDEV(2, false),
        /** The variance of the sample (n − 1). */
        VARIANCE(2, false),
        /** The middle value, or the mean of the two middle values. */
        MEDIAN(1, true),
        /** A quantile by the method asked for. */
        QUANTILE(2, true);

        private final int neededValues;
        private final boolean needsSamples;

        Kind(int neededValues, boolean needsSamples) {
            this.neededValues = neededValues;
            this.needsSamples = needsSamples;
        }

        /** The least number of values for which it is defined. */
        public int neededValues() {
            return neededValues;
        }

        /** Whether all values must be kept until the window closes. */
        public boolean needsSamples() {
            return needsSamples;
        }
    }

    public Statistic {
        boolean isFraction = numerator > 0 && numerator < denominator;
        if ((kind == Kind.QUANTILE) != isFraction) {
            throw new IllegalArgumentException(name + ": " + numerator + "/" + denominator + " does not fit " + kind);
        }
    }

    /**
     * The statistic of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names there are
     */
    public static Statistic named(String name) {
        Matcher percentile = PERCENTILE.matcher(name);
        if (percentile.matches() && !name.equals("p00")) {
            return quantile(name, Long.parseLong(percentile.group(1)), 100);
        }
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches() && Long.parseLong(decimal.group(1)) > 0) {
            String digits = decimal.group(1);
            return quantile(name, Long.parseLong(digits), Long.parseLong("1" + "0".repeat(digits.length())));
        }
        return switch (name) {
            case "q1" -> quantile(name, 1, 4);
            case "q3" -> quantile(name, 3, 4);
            default ->
                Arrays.stream(Kind.values())
                        .filter(kind -> kind != Kind.QUANTILE)
                        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                        .findFirst()
                        .map(kind -> new Statistic(name, kind, 0, 1))
                        .orElseThrow(() -> new IllegalArgumentException("there is no statistic '" + name
                                + "'; write count, sum, mean, min, max, range, first, last, rms, stdev, variance,"
                                + " median, q1, q3, p01 to p99, or a quantile such as q0.95"));
        };
    }

    private static Statistic quantile(String name, long numerator, long denominator) {
        return new Statistic(name, Kind.QUANTILE, numerator, denominator);
    }

    /** The name as part of a field name: a dot, which Avro forbids, becomes an underscore. */
    public String fieldName() {
        return name.replace('.', '_');
    }

    @Override
    public String toString() {
        return name;
    }
}
