package org.lsst.efd.integration;

/** How often a test repeats itself: a few times in every build, often when asked for with {@code efd.soak=true}. */
public final class Soak {
    private static final boolean IS_ON = Boolean.getBoolean("efd.soak");

    private Soak() {}

    /** The number of rounds of this run. */
    public static int rounds(int normally, int inSoak) {
        return IS_ON ? inSoak : normally;
    }
}
