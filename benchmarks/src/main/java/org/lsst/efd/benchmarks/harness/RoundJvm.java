package org.lsst.efd.benchmarks.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.lsst.efd.benchmarks.Comparisons;

/** The main class of a contender's JVM: one warm-up, one measured run, one line of JSON. */
final class RoundJvm {
    private RoundJvm() {}

    public static void main(String[] arguments) throws Exception {
        // a client library may have left threads behind, which would keep a run that failed alive
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        Contender contender = Comparisons.named(arguments[0]).contender(arguments[1]);
        Duration warmUp = Duration.ofMillis(Long.parseLong(arguments[2]));
        Duration measured = Duration.ofMillis(Long.parseLong(arguments[3]));
        Workload workload = contender.set().prepare();
        Measurement measurement = MeasuredRun.of(workload, warmUp, measured);
        workload.stop();
        System.out.println();
        System.out.println(new ObjectMapper().writeValueAsString(measurement));
        System.exit(0);
    }
}
