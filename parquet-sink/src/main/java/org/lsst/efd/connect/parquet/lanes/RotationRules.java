package org.lsst.efd.connect.parquet.lanes;

/**
 * When files end; {@link #NEVER} switches a rule off.
 *
 * @param records most records of a file
 * @param bytes most estimated bytes of a file
 * @param eventSpanNs longest event-time span inside one file
 * @param idleMs longest time without a record
 * @param ageMs longest time that a file stays open
 * @param lateNs how far event time may pass the end of a directory's date
 */
public record RotationRules(long records, long bytes, long eventSpanNs, long idleMs, long ageMs, long lateNs) {
    /** No limit. */
    public static final long NEVER = Long.MAX_VALUE;
}
