package org.lsst.efd.connect.replication.schema;

/** Which id stands at the target for an id of the source. */
public sealed interface IdAnswer {
    /** This one, for ever. */
    record Known(int id) implements IdAnswer {}

    /** It is being asked for. */
    record Pending() implements IdAnswer {}

    /**
     * The source's registry does not know it; its schema may come after the data.
     *
     * @param sinceMs wall clock of the first time it was not there
     */
    record Unknown(String reason, long sinceMs) implements IdAnswer {}

    /** A registry is away. */
    record Unavailable(String reason) implements IdAnswer {}

    /** A registry refuses, or holds something else: a person must act. */
    record Conflict(String reason) implements IdAnswer {}
}
