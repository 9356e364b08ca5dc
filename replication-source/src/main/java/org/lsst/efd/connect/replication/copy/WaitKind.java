package org.lsst.efd.connect.replication.copy;

/** Why a partition waits. */
public enum WaitKind {
    /** It cannot be read at the source. */
    SOURCE,
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
    MEMORY
}
