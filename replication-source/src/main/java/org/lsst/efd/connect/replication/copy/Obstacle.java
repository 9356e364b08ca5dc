package org.lsst.efd.connect.replication.copy;

/** What holds a partition before its next record. */
sealed interface Obstacle {
    /** Something is being asked for; the record goes on in a moment. */
    record Asking() implements Obstacle {}

    /** Enough other partitions begin in this batch; the record goes on in the next one. */
    record NextBatch() implements Obstacle {}

    /**
     * It cannot go on for now.
     *
     * @param kind for metrics
     * @param reason for people
     */
    record Wait(WaitKind kind, String reason) implements Obstacle {}

    /**
     * It is not copied any more, by a policy.
     *
     * @param kind for metrics
     * @param reason for people
     */
    record Fail(FailKind kind, String reason) implements Obstacle {}
}
