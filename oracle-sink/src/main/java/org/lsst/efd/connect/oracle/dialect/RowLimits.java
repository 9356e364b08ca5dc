package org.lsst.efd.connect.oracle.dialect;

/**
 * How long a row of a table may be.
 *
 * @param columnsMax number of columns
 * @param bytesMax bytes that must stand in one page; {@link Integer#MAX_VALUE} for no such limit
 * @param headerBytes what a row costs beside its columns and a bit for each that may be null
 * @param isAligned whether columns begin at multiples of their size
 */
public record RowLimits(int columnsMax, int bytesMax, int headerBytes, boolean isAligned) {
    /** The room of a table without columns, of which it may have so many. */
    public RowRoom room(int wantedColumnsMax) {
        return new RowRoom(this, Math.min(wantedColumnsMax, columnsMax));
    }

    long rowBytes(int columns, long columnBytes) {
        long header = headerBytes + (columns + 7L) / 8;
        return (isAligned ? (header + 7) / 8 * 8 : header) + columnBytes;
    }
}
