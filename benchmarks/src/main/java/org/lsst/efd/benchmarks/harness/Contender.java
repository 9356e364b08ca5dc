package org.lsst.efd.benchmarks.harness;

import java.util.List;

/**
 * One way to do the work: ours, a peer or the limit.
 *
 * @param name unique within its comparison, for example {@code decode/325/ours}
 * @param set prepares the work in the fresh JVM; what it costs is not measured
 * @param jvmArguments further arguments of that JVM, for example a heap limit
 */
public record Contender(String name, Preparation set, List<String> jvmArguments) {
    /** A contender in a JVM with the default arguments. */
    public Contender(String name, Preparation set) {
        this(name, set, List.of());
    }

    /** Makes the workload of a contender. */
    @FunctionalInterface
    public interface Preparation {
        Workload prepare() throws Exception;
    }
}
