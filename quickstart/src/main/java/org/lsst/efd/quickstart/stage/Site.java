package org.lsst.efd.quickstart.stage;

/** Where a Kafka cluster and its registry stand. */
public enum Site {
    /** Where telemetry is made. */
    SUMMIT,
    /** Where it is kept. */
    LDF
}
