package org.lsst.efd.connect.telemetry.stream;

/** When the records of a topic are due. Immutable and thread-safe. */
@FunctionalInterface
public interface Pace {
    /**
     * The time from record 0 to a record, in nanoseconds; never falls as the sequence rises.
     *
     * <p>It is computed from the sequence alone and never summed up, so it does not drift.
     *
     * @param sequence number of the record in its topic, 0 or more
     */
    long elapsedNs(long sequence);
}
