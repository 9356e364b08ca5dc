package org.lsst.efd.integration.aggregation;

import java.util.Comparator;

/**
 * Which window.
 *
 * @param topic the source topic
 * @param group tells groups apart, and partitions where windows are those of a partition
 * @param startMs where it starts
 */
record WindowKey(String topic, String group, long startMs) implements Comparable<WindowKey> {
    private static final Comparator<WindowKey> ORDER = Comparator.comparing(WindowKey::topic)
            .thenComparing(WindowKey::group)
            .thenComparingLong(WindowKey::startMs);

    @Override
    public int compareTo(WindowKey other) {
        return ORDER.compare(this, other);
    }
}
