package org.lsst.efd.connect.telemetry.signal;

/**
 * The sine of a fraction of a turn, from a table.
 *
 * <p>Unlike {@link Math#sin}, which may differ in the last bit from one JVM to the next, it gives the same bits
 * everywhere, so a task that is resumed elsewhere makes the same records. The error is below 3e-7.
 */
final class Sine {
    private static final int STEPS = 4096;
    private static final double[] TABLE = new double[STEPS + 1];

    static {
        for (int i = 0; i <= STEPS; i++) {
            TABLE[i] = StrictMath.sin(2 * Math.PI * i / STEPS);
        }
    }

    private Sine() {}

    /**
     * The sine.
     *
     * @param turns the angle in turns, 0 or more and below 2⁵³
     */
    static double ofTurns(double turns) {
        double place = (turns - Math.floor(turns)) * STEPS;
        int index = (int) place;
        double low = TABLE[index];
        return low + (TABLE[Math.min(index + 1, STEPS)] - low) * (place - index);
    }
}
