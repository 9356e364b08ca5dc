package org.lsst.efd.connect.influxdb.write;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Misconfigured;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Refused;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Rejected;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.TooLarge;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Unavailable;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Written;

/**
 * What answers to a write mean, for InfluxDB 1.x, 2.x and 3.x. The status decides; the text of a body is for
 * people and metrics, but for the number of points that were dropped.
 */
public final class Answers {
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);
    private static final Pattern DROPPED = Pattern.compile(" dropped=(\\d{1,9})$");

    private Answers() {}

    /**
     * The meaning of an answer.
     *
     * @param body the body or its beginning
     * @param retryAfter the header of that name, null where absent
     */
    public static WriteOutcome of(int status, String body, @Nullable String retryAfter) {
        if (status / 100 == 2) {
            return new Written();
        }
        String reason = ServerReason.of(status, body);
        return switch (status) {
            case 400, 422 -> rejected(reason);
            case 413 -> new TooLarge(reason);
            case 401, 403, 404 -> new Misconfigured(reason);
            case 429 -> new Unavailable(reason, waitOf(retryAfter), false);
            default -> status >= 500 ? new Unavailable(reason, waitOf(retryAfter), status == 500) : new Refused(reason);
        };
    }

    /** Lines that cannot be parsed are not among the dropped ones; conflicts in all shards but one are not, either. */
    private static Rejected rejected(String reason) {
        RejectionKind kind = RejectionKind.of(reason);
        Matcher dropped = DROPPED.matcher(reason);
        boolean isCounted = (kind == RejectionKind.CONFLICT || kind == RejectionKind.EXPIRED) && dropped.find();
        return new Rejected(reason, kind, isCounted ? Integer.parseInt(dropped.group(1)) : 0);
    }

    /** The meaning of no answer at all. */
    public static WriteOutcome of(IOException failure) {
        String text = failure.getMessage() == null ? "" : ": " + failure.getMessage();
        return new Unavailable(failure.getClass().getSimpleName() + text, Duration.ZERO, false);
    }

    /** Seconds only; the form with a date is not used by InfluxDB. */
    private static Duration waitOf(@Nullable String retryAfter) {
        try {
            Duration asked = retryAfter == null ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(retryAfter.trim()));
            return asked.isNegative() ? Duration.ZERO : asked.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : asked;
        } catch (NumberFormatException notSeconds) {
            return Duration.ZERO;
        }
    }
}
