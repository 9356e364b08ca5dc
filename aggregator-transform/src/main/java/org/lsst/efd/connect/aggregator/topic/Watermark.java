package org.lsst.efd.connect.aggregator.topic;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * How far the event time of a topic has come: the least of the stream times of its partitions that are not idle.
 *
 * <p>Where all are idle it moves on from the latest stream time at the speed of the wall clock; where one that is not
 * idle has had no record yet there is none.
 *
 * @param idleTimeoutMs how long a partition must be silent to be idle; 0 if none ever is
 */
record Watermark(long idleTimeoutMs) {
    OptionalLong of(Collection<PartitionProgress> partitions, long nowMs) {
        boolean isAnyActive = false;
        long least = Long.MAX_VALUE;
        for (PartitionProgress partition : partitions) {
            if (!isIdle(partition, nowMs)) {
                if (!partition.hasRecord()) {
                    return OptionalLong.empty();
                }
                isAnyActive = true;
                least = Math.min(least, partition.streamTimeMs());
            }
        }
        return isAnyActive ? OptionalLong.of(least) : ofIdle(partitions, nowMs);
    }

    boolean isIdle(PartitionProgress partition, long nowMs) {
        return idleTimeoutMs > 0 && partition.isIdle(idleTimeoutMs, nowMs);
    }

    private static OptionalLong ofIdle(Collection<PartitionProgress> partitions, long nowMs) {
        long latest = Long.MIN_VALUE;
        long activeAt = Long.MIN_VALUE;
        for (PartitionProgress partition : partitions) {
            if (partition.hasRecord()) {
                latest = Math.max(latest, partition.streamTimeMs());
                activeAt = Math.max(activeAt, partition.activeAtMs());
            }
        }
        return latest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(latest + (nowMs - activeAt));
    }
}
