package org.lsst.efd.connect.replication.target;

/** Whether the target of a source topic can be written to. */
public sealed interface TargetState {
    /** It can. */
    record Ready(TargetTopic topic) implements TargetState {}

    /** Not yet; asked for. */
    record Preparing() implements TargetState {}

    /** It cannot; asking again later tries again. */
    record Refused(String reason) implements TargetState {}
}
