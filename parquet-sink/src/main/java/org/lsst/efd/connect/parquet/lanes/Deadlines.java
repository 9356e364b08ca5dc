package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When to look at lanes again. Only the earliest deadline of a lane counts, which may be too early: whoever takes it puts a
 * new one in. Task thread only.
 */
final class Deadlines {
    private record Deadline(long dueMs, Lane lane) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            return Long.compare(dueMs, other.dueMs);
        }
    }

    private final PriorityQueue<Deadline> queue = new PriorityQueue<>();

    void add(Lane lane, long dueMs) {
        if (dueMs < lane.deadlineMs()) {
            lane.setDeadlineMs(dueMs);
            queue.add(new Deadline(dueMs, lane));
        }
    }

    /** Takes the lanes that are due. */
    List<Lane> takeDue(long nowMs) {
        List<Lane> due = new ArrayList<>();
        while (!queue.isEmpty() && queue.peek().dueMs <= nowMs) {
            Deadline next = queue.poll();
            if (next.dueMs == next.lane.deadlineMs()) {
                next.lane.setDeadlineMs(Long.MAX_VALUE);
                due.add(next.lane);
            }
        }
        return due;
    }

    /** How long until one is due; {@link Long#MAX_VALUE} for none. */
    long msToNext(long nowMs) {
        Deadline next = queue.peek();
        return next == null ? Long.MAX_VALUE : Math.max(0, next.dueMs - nowMs);
    }

    /** Drops the entries of lanes that have ended. */
    void dropEnded() {
        queue.removeIf(deadline -> deadline.lane.isEnded());
    }
}
