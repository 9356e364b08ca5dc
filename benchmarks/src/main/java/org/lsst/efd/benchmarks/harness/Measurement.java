package org.lsst.efd.benchmarks.harness;

/**
 * What one measured run of one contender gave.
 *
 * @param records records handled
 * @param bytes their size in bytes
 * @param seconds wall-clock time
 * @param cpuSeconds CPU time of the whole JVM, collector and compiler included
 * @param allocatedBytes bytes allocated by all live threads
 * @param peakHeapBytes highest use of the heap, collected or not
 * @param wait99Seconds 99 % of what was waited for came sooner; NaN if nothing was
 */
public record Measurement(
        long records,
        long bytes,
        double seconds,
        double cpuSeconds,
        long allocatedBytes,
        long peakHeapBytes,
        double wait99Seconds) {}
