package org.lsst.efd.connect.replication.target;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How many partitions a target gets.
 *
 * @param fixed for all; empty for as many as at the source
 * @param overrides for targets whose name matches; the first that does
 * @param mapping which decides whether more may be added to a topic that is there
 */
public record PartitionCounts(OptionalInt fixed, List<OfTarget> overrides, PartitionMapping mapping) {
    public PartitionCounts {
        overrides = List.copyOf(overrides);
    }

    /** For targets whose whole name matches. */
    public record OfTarget(Pattern target, int count) {}

    /** The count of a target that is made for a source topic of this many partitions. */
    public int of(String target, int sourcePartitions) {
        return overrides.stream()
                .filter(override -> override.target().matcher(target).matches())
                .mapToInt(OfTarget::count)
                .findFirst()
                .orElseGet(() -> fixed.orElse(sourcePartitions));
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
