package org.lsst.efd.connect.replication.target;

/** Who makes target topics. */
public enum Creation {
    /** The task, before the first record. */
    CONNECTOR,
    /** The worker, by its {@code topic.creation} settings, or the broker. */
    WORKER,
    /** Nobody: they must be there. */
    NONE
}
