package org.lsst.efd.connect.aggregator.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** For each open window and partition the lowest offset of a record in it. Not thread-safe. */
final class LowestOffsets {
    private final NavigableMap<Long, Map<Integer, Long>> byStart = new TreeMap<>();

    /** Takes note of a record in the window that starts there. */
    void add(long startMs, int partition, long offset) {
        byStart.computeIfAbsent(startMs, ignored -> new HashMap<>()).merge(partition, offset, Math::min);
    }

    /** Forgets the windows that start at or before this time. */
    void closeThrough(long startMs) {
        byStart.headMap(startMs, true).clear();
    }

    void clear() {
        byStart.clear();
    }

    /** The lowest offset of a partition in any open window, or {@code position} if there is none. */
    long neededOf(int partition, long position) {
        long needed = position;
        for (Map<Integer, Long> offsets : byStart.values()) {
            needed = Math.min(needed, offsets.getOrDefault(partition, position));
        }
        return needed;
    }
}
