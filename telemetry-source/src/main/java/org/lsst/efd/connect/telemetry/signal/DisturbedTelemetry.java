package org.lsst.efd.connect.telemetry.signal;

import java.time.Duration;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.telemetry.stream.Telemetry;

/**
 * Telemetry whose times go wrong on purpose: disorder, and clocks that are ahead.
 *
 * @param telemetry what is told, at the wrong time
 * @param seed where chance starts
 * @param disorder each record tells a time that is older by a random span up to this; zero for none
 * @param futureRatio the share of records, from 0 to 1, that tell a time {@link #AHEAD} in the future
 */
public record DisturbedTelemetry(Telemetry telemetry, long seed, Duration disorder, double futureRatio)
        implements Telemetry {
    /** How far a wrong clock is ahead. */
    public static final Duration AHEAD = Duration.ofHours(2);

    public DisturbedTelemetry {
        if (disorder.isNegative() || !(futureRatio >= 0 && futureRatio <= 1)) {
            throw new IllegalArgumentException("disorder must not be negative, futureRatio must be between 0 and 1");
        }
    }

    @Override
    public Schema schema() {
        return telemetry.schema();
    }

    @Override
    public Struct record(long sequence, long timeNs) {
        long told = timeNs - (long) (Scramble.unit(seed, sequence) * disorder.toNanos());
        if (Scramble.unit(~seed, sequence) < futureRatio) {
            told += AHEAD.toNanos();
        }
        return telemetry.record(sequence, told);
    }
}
