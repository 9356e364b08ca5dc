package org.lsst.efd.connect.manager.snapshot;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The looks of the last while, to tell rates over all of it: connectors commit their offsets now and then, so that from
 * one look to the next they seem to stand still or to leap. Not thread-safe.
 */
public final class RecentLooks {
    private final Duration span;
    private final Deque<ClusterLook> looks = new ArrayDeque<>();

    /** Remembers the looks of this span. */
    public RecentLooks(Duration span) {
        this.span = span;
    }

    /** The look with rates since the oldest one of the span; it is remembered. */
    public ClusterLook rated(ClusterLook now) {
        while (looks.size() > 1 && looks.getFirst().time().isBefore(now.time().minus(span))) {
            looks.removeFirst();
        }
        ClusterLook rated = looks.isEmpty() ? now : now.since(looks.getFirst());
        looks.addLast(now);
        return rated;
    }
}
