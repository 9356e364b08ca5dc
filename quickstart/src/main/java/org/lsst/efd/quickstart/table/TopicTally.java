package org.lsst.efd.quickstart.table;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many records of one topic came, how fast they come, and what the last one says. Not thread-safe. */
public final class TopicTally {
    private static final long WINDOW_NS = 5_000_000_000L;

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long records;
    private String last = "";

    private record Mark(long timeNs, long records) {}

    /** Counts records, the last of which says this. */
    public void add(long count, String lastRecord) {
        records += count;
        last = lastRecord;
    }

    /** How many there were in all. */
    public long records() {
        return records;
    }

    /** What the last one says, empty before the first. */
    public String last() {
        return last;
    }

    /**
     * Notes how many there are at this moment.
     *
     * @param nowNs a clock that only goes forward, in nanoseconds
     */
    public void mark(long nowNs) {
        marks.addLast(new Mark(nowNs, records));
        while (marks.size() > 2 && nowNs - marks.getFirst().timeNs() > WINDOW_NS) {
            marks.removeFirst();
        }
    }

    /** Records a second between the first and the last mark of the last five seconds; 0 before the second mark. */
    public double ratePerSecond() {
        if (marks.size() < 2) {
            return 0;
        }
        long spanNs = marks.getLast().timeNs() - marks.getFirst().timeNs();
        return spanNs == 0 ? 0 : (marks.getLast().records() - marks.getFirst().records()) * 1e9 / spanNs;
    }
}
