package org.lsst.efd.connect.replication.schema;

/**
 * How schemas go to the target.
 *
 * @param copiesDeleted whether versions that were softly deleted go as well
 * @param copiesCompatibility whether a new subject gets the compatibility that it has at the source; its mode is not copied,
 *     since a mode that forbids writing would refuse the versions that are still to come
 * @param forcesConflicts whether a version that the target calls incompatible is registered all the same
 */
public record TransferRules(boolean copiesDeleted, boolean copiesCompatibility, boolean forcesConflicts) {}
