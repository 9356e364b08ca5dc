package org.lsst.efd.connect.common.time;

/** Times in coarser units. */
public final class Rounding {
    private Rounding() {}

    /** Nanoseconds since the epoch in a unit of so many nanoseconds, an even number; rounded half to even. */
    public static long halfEven(long timeNs, long unitNs) {
        long units = Math.floorDiv(timeNs, unitNs);
        long rest = timeNs - units * unitNs;
        boolean isUp = rest > unitNs / 2 || (rest == unitNs / 2 && (units & 1) == 1);
        return isUp ? units + 1 : units;
    }
}
