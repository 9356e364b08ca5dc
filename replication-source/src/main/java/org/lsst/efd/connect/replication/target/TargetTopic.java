package org.lsst.efd.connect.replication.target;

/**
 * A topic at the target that can be written to.
 *
 * @param name its name there
 * @param partitions how many it has
 * @param maxRecordBytes the largest record that it takes, with headers and framing
 */
public record TargetTopic(String name, int partitions, int maxRecordBytes) {}
