package org.lsst.efd.connect.replication.copy;

import java.util.Optional;
import org.lsst.efd.connect.common.source.PartitionState;

/** Why a partition waits. */
public enum WaitKind {
    /** The source does not answer, or the broker that leads it does not. */
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

    /** Why the reader waits, if not because it was asked to. */
    static Optional<WaitKind> of(PartitionState.Waiting waiting) {
        return switch (waiting.kind()) {
            case UNAUTHORISED -> Optional.of(UNAUTHORISED);
            case NO_LEADER -> Optional.of(NO_LEADER);
            case DAMAGED -> Optional.of(DAMAGED);
            case NO_ANSWER -> Optional.of(SOURCE);
            case READ_AGAIN -> Optional.empty();
        };
    }
}
