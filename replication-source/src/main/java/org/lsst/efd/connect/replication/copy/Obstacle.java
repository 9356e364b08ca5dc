package org.lsst.efd.connect.replication.copy;

/** What holds a partition before its next record. */
sealed interface Obstacle {
    /** The record goes on in a moment: something is being asked for, or enough other partitions begin in this batch. */
    record Soon() implements Obstacle {}

    /**
     * It cannot go on for now.
     *
     * @param kind for metrics
     * @param reason for people
     */
    record Wait(WaitKind kind, String reason) implements Obstacle {}

    /** It is not copied any more, by a policy. */
    record Fail(String reason) implements Obstacle {}
}
