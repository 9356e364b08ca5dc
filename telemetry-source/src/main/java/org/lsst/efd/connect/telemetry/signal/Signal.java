package org.lsst.efd.connect.telemetry.signal;

/**
 * A curve that looks like telemetry: a slow sine, a little noise and a step now and then. Immutable.
 *
 * <p>Values lie within ±200.
 */
final class Signal {
    private static final double NOISE_SHARE = 0.02;

    private final long seed;
    private final double center;
    private final double amplitude;
    private final double turnsPerRecord;
    private final double phase;
    private final long recordsPerStep;

    /**
     * A curve of its own for each seed.
     *
     * @param recordsPerSecond the rate of the topic, so that a sine takes between 20 and 200 seconds
     */
    Signal(long seed, double recordsPerSecond) {
        this.seed = seed;
        this.center = 200 * Scramble.unit(seed, -1) - 100;
        this.amplitude = 1 + 59 * Scramble.unit(seed, -2);
        double periodSeconds = 20 + 180 * Scramble.unit(seed, -3);
        this.turnsPerRecord = 1 / (periodSeconds * recordsPerSecond);
        this.phase = Scramble.unit(seed, -4);
        this.recordsPerStep = Math.max(1, Math.round(recordsPerSecond * (15 + 60 * Scramble.unit(seed, -5))));
    }

    /** The value at a record. */
    double at(long sequence) {
        double noise = Scramble.unit(seed, sequence) - 0.5;
        double step = Scramble.unit(~seed, sequence / recordsPerStep) - 0.5;
        return center
                + amplitude * (Sine.ofTurns(sequence * turnsPerRecord + phase) + NOISE_SHARE * noise + 0.5 * step);
    }

    /** The number of the level that a value of few levels has at a record, from 0 to {@code levels - 1}. */
    int level(long sequence, int levels) {
        return Scramble.below(levels, ~seed, sequence / recordsPerStep);
    }
}
