package org.lsst.efd.registry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or an HTTP date. */
final class RetryAfter {
    private RetryAfter() {}

    /** How long to wait from now; zero for what is in the past or not understood. */
    static Duration parse(String value, Instant now) {
        String text = value.strip();
        if (!text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant when = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return when.isAfter(now) ? Duration.between(now, when) : Duration.ZERO;
        } catch (DateTimeException unknown) {
            return Duration.ZERO;
        }
    }
}
