package org.lsst.efd.connect.oracle.dialect;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** How much room a row of one table has left. Not thread-safe. */
public final class RowRoom {
    private final RowLimits limits;
    private final int columnsMax;
    private int columns;
    private long bytes;
    private long names;

    RowRoom(RowLimits limits, int columnsMax) {
        this.limits = limits;
        this.columnsMax = columnsMax;
        this.bytes = 0;
    }

    /** Whether a column of so many bytes fits beside those added. */
    public boolean fits(String name, int columnBytes) {
        return columns < columnsMax
                && limits.rowBytes(columns + 1, after(columnBytes)) <= limits.bytesMax()
                && names + nameBytes(name) <= limits.namesMax();
    }

    /** Takes room for a column. */
    public void add(String name, int columnBytes) {
        bytes = after(columnBytes);
        names += nameBytes(name);
        columns++;
    }

    private int nameBytes(String name) {
        return limits.nameBytes() + bytesOf(name);
    }

    /** Takes room for a comment that is there. */
    public void addComment(String comment) {
        names += bytesOf(comment);
    }

    /** Whether comments of the columns added leave room for as much again. */
    public boolean fitsComments(Stream<String> comments) {
        return names + comments.mapToLong(RowRoom::bytesOf).sum() <= limits.namesMax() / 2;
    }

    private static int bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
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
