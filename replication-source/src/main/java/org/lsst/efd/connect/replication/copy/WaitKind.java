package org.lsst.efd.connect.replication.copy;

import org.lsst.efd.connect.common.source.PartitionState;

/** Why a partition waits. */
public enum WaitKind {
    /** The source does not tell where it starts. */
    SOURCE,
    /** Its topic may not be read at the source. */
    UNAUTHORISED,
    /** No broker of the source leads it. */
    NO_LEADER,
    /** A record cannot be read. */
    DAMAGED,
    /** Its target cannot be written to. */
    TARGET,
    /** A schema is not there yet. */
    SCHEMA_UNKNOWN,
    /** A registry is away. */
    REGISTRY,
    /** A registry refuses a schema, or holds another one. */
    SCHEMA_CONFLICT,
    /** A record cannot be decoded. */
    DECODE,
    /** What was read of it took the memory that others need, and is read again. */
    MEMORY;

    /** Why the reader waits. */
    static WaitKind of(PartitionState.Waiting waiting) {
        return switch (waiting.kind()) {
            case UNAUTHORISED -> UNAUTHORISED;
            case NO_LEADER -> NO_LEADER;
            case DAMAGED -> DAMAGED;
            case NO_ANSWER, READ_AGAIN -> SOURCE;
        };
    }
}
