package org.lsst.efd.benchmarks.harness;

import java.time.Duration;

/**
 * How often and how long each contender runs.
 *
 * @param count rounds; in each every contender runs once, in turn, in a fresh JVM
 * @param warmUp time that a contender runs unmeasured
 * @param measured time that it runs measured
 */
public record Rounds(int count, Duration warmUp, Duration measured) {
    /** Five rounds: the figures to quote. */
    public static final Rounds FULL = new Rounds(5, Duration.ofMillis(1500), Duration.ofMillis(1500));

    /** The same beside real servers: these have tables to make, and the drivers need longer to be compiled. */
    public static final Rounds FULL_WITH_SERVERS = new Rounds(5, Duration.ofSeconds(4), Duration.ofSeconds(4));

    /** One short round: shows that a comparison works. */
    public static final Rounds QUICK = new Rounds(1, Duration.ofMillis(300), Duration.ofMillis(300));
}
