package org.lsst.efd.connect.replication.target;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many partitions a target gets.
 *
 * @param fixed for all; empty for as many as at the source
 * @param overrides of targets that have their own
 * @param mapping which decides whether more may be added to a topic that is there
 */
public record PartitionCounts(OptionalInt fixed, TargetOverrides<Integer> overrides, PartitionMapping mapping) {
    /** The count of a target that is made for a source topic of this many partitions. */
    public int of(String target, int sourcePartitions) {
        return overrides.first(target).orElseGet(() -> fixed.orElse(sourcePartitions));
    }

    /** The fewest partitions with which a target can take such a source topic. */
    public int needed(int sourcePartitions) {
        return mapping == PartitionMapping.PRESERVE ? sourcePartitions : 1;
    }

    /** Why a target that gets its partitions by these rules cannot take such a source topic; empty where it can. */
    Optional<String> tooFew(String target, int sourcePartitions) {
        int count = of(target, sourcePartitions);
        return count >= needed(sourcePartitions)
                ? Optional.empty()
                : Optional.of("it is to have " + count + " partitions, its source has " + sourcePartitions
                        + ": raise target.partitions or target.partitions.overrides, or set partition.mapping=modulo");
    }
}
