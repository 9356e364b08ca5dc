package org.lsst.efd.connect.common.source;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Where reading of a partition starts that was never read before. */
public sealed interface StartPolicy {
    /** At the first record there is. */
    record Earliest() implements StartPolicy {}

    /** After the last record there is. */
    record Latest() implements StartPolicy {}

    /** At the first record whose Kafka timestamp is not before an instant. */
    record Since(Instant instant) implements StartPolicy {}

    /**
     * Reads {@code earliest}, {@code latest} or {@code since:2024-01-01T00:00:00Z}.
     *
     * @throws IllegalArgumentException for any other text
     */
    static StartPolicy parse(String text) {
        try {
            return switch (text) {
                case "earliest" -> new Earliest();
                case "latest" -> new Latest();
                default -> new Since(Instant.parse(text.startsWith("since:") ? text.substring(6) : text + " "));
            };
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(
                    "must be earliest, latest or since: followed by a time such as 2024-01-01T00:00:00Z", wrong);
        }
    }
}
