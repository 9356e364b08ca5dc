package org.lsst.efd.connect.telemetry.generate;

import java.util.List;

/** Which fields lead a generated record. */
public enum RecordForm {
    /** {@code salIndex} and the {@code private_} fields as SAL topics have them today. */
    SAL,
    /** The older order of these fields, with {@code salIndex} last and long for int. */
    SALKAFKA,
    /** A field {@code time} alone: nanoseconds since the epoch, UTC. */
    TIME;

    /** The leading fields in order, without {@code salIndex}. */
    List<String> leadingFields() {
        return switch (this) {
            case SAL ->
                List.of(
                        "private_sndStamp",
                        "private_rcvStamp",
                        "private_efdStamp",
                        "private_kafkaStamp",
                        "private_seqNum",
                        "private_revCode",
                        "private_identity",
                        "private_origin");
            case SALKAFKA ->
                List.of(
                        "private_efdStamp",
                        "private_kafkaStamp",
                        "private_revCode",
                        "private_sndStamp",
                        "private_rcvStamp",
                        "private_seqNum",
                        "private_identity",
                        "private_origin");
            case TIME -> List.of("time");
        };
    }

    /** Whether {@code salIndex} stands before the leading fields; else behind them. */
    boolean isIndexFirst() {
        return this != SALKAFKA;
    }
}
