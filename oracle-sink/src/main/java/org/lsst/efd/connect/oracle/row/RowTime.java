package org.lsst.efd.connect.oracle.row;

/** Times rounded half to even to what a column keeps. */
final class RowTime {
    private static final int NANO_DIGITS = 9;

    private RowTime() {}

    /** Nanoseconds, rounded to so many digits of a second. */
    static long rounded(long ns, int digits) {
        if (digits >= NANO_DIGITS) {
            return ns;
        }
        long unitNs = 1;
        for (int digit = digits; digit < NANO_DIGITS; digit++) {
            unitNs *= 10;
        }
        return Math.multiplyExact(org.lsst.efd.connect.common.time.Rounding.halfEven(ns, unitNs), unitNs);
    }
}
