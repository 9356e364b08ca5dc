package org.lsst.efd.connect.common.source;

/** How the reading of an owned partition goes. */
public sealed interface PartitionState {
    /** It is read. */
    record Running() implements PartitionState {}

    /**
     * It cannot be read for now and is tried again.
     *
     * @param kind for metrics
     * @param reason for people
     * @param sinceMs wall clock of the first failure in a row
     * @param nextTryMs wall clock of the next attempt
     */
    record Waiting(Kind kind, String reason, long sinceMs, long nextTryMs) implements PartitionState {
        /** Why it waits. */
        public enum Kind {
            /** Its topic may not be read. */
            UNAUTHORISED,
            /** No broker leads it. */
            NO_LEADER,
            /** A record cannot be read. */
            DAMAGED,
            /** The cluster does not tell where it starts, or its leader says nothing while it is read. */
            NO_ANSWER,
            /** It is to be read once more. */
            READ_AGAIN
        }
    }

    /** It is not read any more until the task starts again. */
    record Failed(String reason) implements PartitionState {}
}
