package org.lsst.efd.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the time spent waiting: at most so much in any period of a given length. Thread-safe. */
final class WaitBudget {
    private final Duration budget;
    private final Duration period;
    private final Deque<Wait> waits = new ArrayDeque<>();

    WaitBudget(Duration budget, Duration period) {
        this.budget = budget;
        this.period = period;
    }

    private record Wait(Instant start, Instant end) {
        Duration since(Instant from) {
            return end.isAfter(from) ? Duration.between(start.isAfter(from) ? start : from, end) : Duration.ZERO;
        }
    }

    /** How long a wait that begins now may be, zero or more. */
    synchronized Duration left(Instant now) {
        Instant from = now.minus(period);
        while (!waits.isEmpty() && !waits.peekFirst().end().isAfter(from)) {
            waits.removeFirst();
        }
        Duration spent = Duration.ZERO;
        for (Wait wait : waits) {
            spent = spent.plus(wait.since(from));
        }
        Duration left = budget.minus(spent);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Counts a wait. */
    synchronized void spent(Instant start, Instant end) {
        if (end.isAfter(start)) {
            waits.addLast(new Wait(start, end));
        }
    }
}
