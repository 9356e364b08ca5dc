package org.lsst.efd.connect.replication.schema;

/**
 * How schemas go to the target.
 *
 * @param copiesDeleted whether versions that were softly deleted go as well
 * @param copiesCompatibility whether a new subject gets the compatibility and the mode that it has at the source
 * @param forcesConflicts whether a version that the target calls incompatible is registered all the same
 */
public record TransferRules(boolean copiesDeleted, boolean copiesCompatibility, boolean forcesConflicts) {}
