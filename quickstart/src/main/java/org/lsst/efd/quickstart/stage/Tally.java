package org.lsst.efd.quickstart.stage;

import java.util.ArrayDeque;
import java.util.Deque;

/** A count over time. Not thread-safe. */
final class Tally {
    private static final long WINDOW_NS = 5_000_000_000L;

    private final Deque<Mark> marks = new ArrayDeque<>();

    private record Mark(long timeNs, long count) {}

    /**
     * Notes the count at this moment.
     *
     * @param nowNs a clock that only goes forward, in nanoseconds
     */
    void mark(long nowNs, long count) {
        marks.addLast(new Mark(nowNs, count));
        while (marks.size() > 2 && nowNs - marks.getFirst().timeNs() > WINDOW_NS) {
            marks.removeFirst();
        }
    }

    /** The last count, 0 before the first. */
    long count() {
        return marks.isEmpty() ? 0 : marks.getLast().count();
    }

    /** The count's growth a second between the first and the last mark of the last five seconds. */
    double ratePerSecond() {
        if (marks.size() < 2) {
            return 0;
        }
        long spanNs = marks.getLast().timeNs() - marks.getFirst().timeNs();
        return spanNs == 0 ? 0 : (marks.getLast().count() - marks.getFirst().count()) * 1e9 / spanNs;
    }
}
