package org.lsst.efd.benchmarks.harness;

/** What one contender does over and over: one call of {@link #run} is one batch. Used by one thread. */
public interface Workload {
    /**
     * Handles one batch.
     *
     * @return how much was handled
     * @throws IllegalStateException if the result is wrong or incomplete: a fast wrong answer is no figure
     */
    Volume run() throws Exception;

    /** Whether {@link #run} may be called again to fill the time; otherwise one call warms up and one is measured. */
    default boolean hasMore() {
        return true;
    }

    /**
     * For a workload that waits for something to arrive: 99 % of it came sooner than so many seconds after it could. Asked
     * after the measured run; what is still on its way is awaited.
     */
    default double wait99Seconds() throws Exception {
        return Double.NaN;
    }

    /** Lets go of what was prepared. */
    default void stop() throws Exception {}

    /**
     * An amount of work.
     *
     * @param records number of records
     * @param bytes their size in bytes in the form in which the comparison counts them; the same for every
     *     contender, unless it is the size of what they make that is compared
     */
    record Volume(long records, long bytes) {
        Volume plus(Volume other) {
            return new Volume(records + other.records, bytes + other.bytes);
        }
    }
}
