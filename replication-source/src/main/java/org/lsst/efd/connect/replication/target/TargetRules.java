package org.lsst.efd.connect.replication.target;

/**
 * How targets are made.
 *
 * @param creation who makes them
 * @param names their names
 * @param counts their partitions
 * @param replicas their replicas
 * @param configs their settings
 * @param maxRecordBytes the largest record that the worker's producer sends
 */
public record TargetRules(
        Creation creation,
        TargetNames names,
        PartitionCounts counts,
        Replicas replicas,
        ConfigRules configs,
        int maxRecordBytes) {}
