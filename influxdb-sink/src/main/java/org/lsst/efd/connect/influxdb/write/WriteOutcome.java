package org.lsst.efd.connect.influxdb.write;

import java.time.Duration;

/** What the answer to one write request means. No reason holds a record value. */
public sealed interface WriteOutcome {
    /** All lines are stored. */
    record Written() implements WriteOutcome {}

    /**
     * At least one line was refused; which of the others are stored is not known, so all are to be sent again.
     *
     * @param reason what the server says, without the lines it quotes
     * @param kind what sort of mistake it is
     * @param dropped how many lines the server says it refused for this reason; 0 where it does not say, and never more
     *     than it refused
     */
    record Rejected(String reason, RejectionKind kind, int dropped) implements WriteOutcome {}

    /** The request has more bytes than the server takes; nothing is stored. */
    record TooLarge(String reason) implements WriteOutcome {}

    /**
     * The server is away or overloaded; what is stored is unknown and the same bytes are to be sent again.
     *
     * @param retryAfter how long the server asks to wait; zero where it does not say
     * @param isInternalError whether it is status 500, which 1.x gives for a missing retention policy, too
     */
    record Unavailable(String reason, Duration retryAfter, boolean isInternalError) implements WriteOutcome {}

    /** The database or the policy is missing, or the credentials are wrong: a person has to act. */
    record Misconfigured(String reason) implements WriteOutcome {}

    /** An answer that no write endpoint gives; repeating it cannot help. */
    record Refused(String reason) implements WriteOutcome {}
}
