package org.lsst.efd.connect.common.source;

/** How the reading of an owned partition goes. */
public sealed interface PartitionState {
    /** It is read. */
    record Running() implements PartitionState {}

    /**
     * It cannot be read for now and is tried again.
     *
     * @param reason why
     * @param sinceMs wall clock of the first failure in a row
     * @param nextTryMs wall clock of the next attempt
     */
    record Waiting(String reason, long sinceMs, long nextTryMs) implements PartitionState {}

    /** It is not read any more until the task starts again. */
    record Failed(String reason) implements PartitionState {}
}
