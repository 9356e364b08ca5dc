package org.lsst.efd.connect.telemetry.signal;

/**
 * Repeatable chance: numbers that look random and depend on the arguments alone.
 *
 * <p>The mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, 2014).
 */
public final class Scramble {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private Scramble() {}

    /** 64 well mixed bits of a seed and a number. */
    public static long bits(long seed, long number) {
        long mixed = seed + number * GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A number in [0, 1). */
    public static double unit(long seed, long number) {
        return (bits(seed, number) >>> 11) * UNIT;
    }

    /** A number from 0 to {@code bound - 1}. */
    public static int below(int bound, long seed, long number) {
        return (int) Math.floorMod(bits(seed, number), (long) bound);
    }

    /** The seed of something that has a name, below a seed. */
    public static long seed(long seed, String name) {
        long hash = 0xCBF29CE484222325L; // FNV-1a
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return bits(seed, hash);
    }
}
