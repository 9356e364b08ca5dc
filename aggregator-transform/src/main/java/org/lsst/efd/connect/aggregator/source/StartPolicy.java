package org.lsst.efd.connect.aggregator.source;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Where a topic is read from that was never read before. */
public sealed interface StartPolicy {
    /** From its log start. */
    record Earliest() implements StartPolicy {}

    /** From its end. */
    record Latest() implements StartPolicy {}

    /** From the first record with this Kafka timestamp or a later one. */
    record Since(Instant time) implements StartPolicy {}

    /**
     * Reads {@code earliest}, {@code latest} or {@code since:} with an ISO-8601 instant.
     *
     * @throws IllegalArgumentException with what to write
     */
    static StartPolicy parse(String text) {
        if (text.equals("earliest")) {
            return new Earliest();
        }
        if (text.equals("latest")) {
            return new Latest();
        }
        try {
            if (text.startsWith("since:")) {
                return new Since(Instant.parse(text.substring("since:".length())));
            }
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("has no time such as 2026-01-31T12:00:00Z after since:", wrong);
        }
        throw new IllegalArgumentException(
                "must be earliest, latest or since: with a time such as 2026-01-31T12:00:00Z");
    }
}
