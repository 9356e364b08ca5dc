package org.lsst.efd.connect.common.source;

/**
 * How far a partition is read, at the moment in which its cluster said where it ends.
 *
 * @param position next offset to fetch
 * @param endOffset next offset that will be written, or with {@code read_committed} that will become stable
 * @param isTaken whether all that was fetched was taken from the reader
 */
public record Progress(long position, long endOffset, boolean isTaken) {
    /** Whether there is nothing left to read. */
    public boolean isAtEnd() {
        return isTaken && position >= endOffset;
    }
}
