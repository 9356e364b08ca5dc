package org.lsst.efd.connect.common.window;

/** How windows of different partitions of one topic are kept apart. */
public enum PartitionMode {
    /** Topics have one partition: a record from another stops the task. */
    SINGLE,
    /** The user states that each group lives in one partition. */
    KEYED,
    /** The partition becomes a field that is part of the window's identity. */
    SEPARATE
}
