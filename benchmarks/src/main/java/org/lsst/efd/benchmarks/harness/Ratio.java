package org.lsst.efd.benchmarks.harness;

import java.util.Map;

/**
 * A claim: by one figure, one contender is at least so many times as good as another.
 *
 * @param name as it is printed
 * @param figure what is compared; for figures of which less is better the ratio is turned round
 * @param ours name of the contender that should win
 * @param other name of the contender it is compared with
 * @param wanted the smallest ratio that is good enough
 */
public record Ratio(String name, Figure figure, String ours, String other, double wanted) {
    /** A claim about records per second. */
    public static Ratio ofSpeed(String name, String ours, String other, double wanted) {
        return new Ratio(name, Figure.RECORDS_PER_SECOND, ours, other, wanted);
    }

    /** A claim about bytes allocated a record: the other's over ours. */
    public static Ratio ofAllocation(String name, String ours, String other, double wanted) {
        return new Ratio(name, Figure.ALLOCATED_BYTES_PER_RECORD, ours, other, wanted);
    }

    /** A claim about the time that 99 % of what is waited for takes: the other's over ours. */
    public static Ratio ofWait(String name, String ours, String other, double wanted) {
        return new Ratio(name, Figure.WAIT_99_SECONDS, ours, other, wanted);
    }

    double value(Map<String, Measurement> medians) {
        double one = figure.of(require(medians, ours));
        double two = figure.of(require(medians, other));
        return figure.isMoreBetter() ? one / two : two / one;
    }

    private static Measurement require(Map<String, Measurement> medians, String contender) {
        Measurement median = medians.get(contender);
        if (median == null) {
            throw new IllegalArgumentException("no contender is called " + contender);
        }
        return median;
    }
}
