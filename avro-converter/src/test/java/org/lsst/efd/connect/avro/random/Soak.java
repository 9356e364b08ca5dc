package org.lsst.efd.connect.avro.random;

import java.util.Random;
import java.util.function.Consumer;

/** How often a property is tried: once per try of jqwik, ten times with the system property {@code efd.soak=true}. */
public final class Soak {
    private static final int RUNS = Boolean.getBoolean("efd.soak") ? 10 : 1;

    private Soak() {}

    /** Runs a trial with a source of chance that the seed determines. */
    public static void runs(long seed, Consumer<Random> trial) {
        for (int run = 0; run < RUNS; run++) {
            trial.accept(new Random(seed * 31 + run));
        }
    }
}
