package org.lsst.efd.connect.oracle.dialect;

/** How much room a row of one table has left. Not thread-safe. */
public final class RowRoom {
    private final RowLimits limits;
    private final int columnsMax;
    private int columns;
    private long bytes;

    RowRoom(RowLimits limits, int columnsMax) {
        this.limits = limits;
        this.columnsMax = columnsMax;
        this.bytes = 0;
    }

    /** Whether a column of so many bytes fits beside those added. */
    public boolean fits(int columnBytes) {
        return columns < columnsMax && limits.rowBytes(columns + 1, after(columnBytes)) <= limits.bytesMax();
    }

    /** Takes room for a column. */
    public void add(int columnBytes) {
        bytes = after(columnBytes);
        columns++;
    }

    private long after(int columnBytes) {
        long begin = bytes;
        if (limits.isAligned() && columnBytes <= 8) {
            begin = (bytes + columnBytes - 1) / columnBytes * columnBytes;
        } else if (limits.isAligned()) {
            begin = (bytes + 3) / 4 * 4;
        }
        return begin + columnBytes;
    }
}
