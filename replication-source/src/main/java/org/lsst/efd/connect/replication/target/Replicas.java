package org.lsst.efd.connect.replication.target;

/**
 * How many replicas a target gets that is made; -1 for the broker's default.
 *
 * @param ofAll of those without one of their own
 */
public record Replicas(short ofAll, TargetOverrides<Short> overrides) {
    /** The replication factor of a target. */
    short of(String target) {
        return overrides.first(target).orElse(ofAll);
    }
}
