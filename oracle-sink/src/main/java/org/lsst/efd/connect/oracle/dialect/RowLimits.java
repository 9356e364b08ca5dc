package org.lsst.efd.connect.oracle.dialect;

/**
 * How long a row of a table may be.
 *
 * @param columnsMax number of columns
 * @param bytesMax bytes that must stand in one page; {@link Integer#MAX_VALUE} for no such limit
 * @param headerBytes what a row costs beside its columns and a bit for each that may be null
 * @param namesMax bytes for names and comments of the columns, with what each costs beside; {@link Integer#MAX_VALUE}
 *     for no such limit
 * @param nameBytes what a name costs beside its bytes
 * @param isAligned whether columns begin at multiples of their size
 */
public record RowLimits(int columnsMax, int bytesMax, int headerBytes, int namesMax, int nameBytes, boolean isAligned) {
    /** Without a limit for names and comments. */
    RowLimits(int columnsMax, int bytesMax, int headerBytes, boolean isAligned) {
        this(columnsMax, bytesMax, headerBytes, Integer.MAX_VALUE, 0, isAligned);
    }

    /** The room of a table without columns, of which it may have so many. */
    public RowRoom room(int wantedColumnsMax) {
        return new RowRoom(this, Math.min(wantedColumnsMax, columnsMax));
    }

    long rowBytes(int columns, long columnBytes) {
        long header = headerBytes + (columns + 7L) / 8;
        return (isAligned ? (header + 7) / 8 * 8 : header) + columnBytes;
    }
}
