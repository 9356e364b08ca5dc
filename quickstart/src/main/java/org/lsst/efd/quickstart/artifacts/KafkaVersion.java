package org.lsst.efd.quickstart.artifacts;

/** The versions of Kafka that a worker of the stack may have. */
public enum KafkaVersion {
    /** The one that the plugins are built against. */
    CURRENT,
    /** The oldest one that the plugins run in. */
    OLDEST
}
