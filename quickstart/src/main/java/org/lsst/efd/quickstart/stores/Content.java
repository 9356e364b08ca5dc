package org.lsst.efd.quickstart.stores;

/**
 * What one place holds of one topic. Records are told apart by their numbers (0, 1, 2, … as produced), windows by their
 * times; records are summed by their numbers, windows by the records that they summarise.
 *
 * @param rows how many records or windows
 * @param distinct how many different ones
 * @param sum the sum
 */
public record Content(long rows, long distinct, long sum) {
    /** Nothing. */
    public static final Content NONE = new Content(0, 0, 0);
}
