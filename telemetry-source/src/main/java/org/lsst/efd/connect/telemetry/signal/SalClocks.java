package org.lsst.efd.connect.telemetry.signal;

import org.lsst.efd.connect.common.time.LeapSeconds;

/** The clocks of a SAL record as doubles of seconds that keep their microseconds. */
public final class SalClocks {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private SalClocks() {}

    /** Seconds since the epoch, UTC; the nearest double but for one unit in the last place. */
    public static double utcSeconds(long timeNs) {
        // whole seconds apart: a long of nanoseconds does not fit into a double
        return Math.floorDiv(timeNs, NS_PER_SECOND) + Math.floorMod(timeNs, NS_PER_SECOND) / 1e9;
    }

    /** Seconds since the epoch, TAI: ahead of UTC by the leap seconds. */
    public static double taiSeconds(long timeNs, LeapSeconds leapSeconds) {
        return utcSeconds(leapSeconds.taiNs(timeNs));
    }
}
