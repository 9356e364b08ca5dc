package org.lsst.efd.connect.influxdb.database;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long points are kept.
 *
 * @param length empty for ever, which InfluxDB writes {@code INF} or {@code 0s}
 */
public record RetentionDuration(Optional<Duration> length) {
    private static final Pattern WHOLE = Pattern.compile("(?:\\d+(?:ns|us|u|µ|ms|[smhdw]))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ns|us|u|µ|ms|[smhdw])");
    private static final Map<String, Duration> UNITS = Map.of(
            "ns", Duration.ofNanos(1),
            "u", Duration.ofNanos(1000),
            "us", Duration.ofNanos(1000),
            "µ", Duration.ofNanos(1000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    /** For ever. */
    public static RetentionDuration infinite() {
        return new RetentionDuration(Optional.empty());
    }

    /**
     * Reads what people write ({@code 30d}, {@code INF}) and what servers answer ({@code 720h0m0s}, {@code 0s}).
     *
     * @throws IllegalArgumentException if it is neither {@code INF} nor numbers with units
     */
    public static RetentionDuration parse(String text) {
        String plain = text.trim();
        if (plain.equalsIgnoreCase("INF")) {
            return infinite();
        }
        if (!WHOLE.matcher(plain).matches()) {
            throw new IllegalArgumentException("must be INF or numbers with units such as 30d or 12h30m");
        }
        Duration sum = Duration.ZERO;
        try {
            for (Matcher part = PART.matcher(plain); part.find(); ) {
                Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
                sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
            }
        } catch (NumberFormatException | ArithmeticException tooLong) {
            throw new IllegalArgumentException("is too long; write INF to keep points for ever", tooLong);
        }
        return new RetentionDuration(sum.isZero() ? Optional.empty() : Optional.of(sum));
    }

    /** As InfluxQL wants it. */
    @Override
    public String toString() {
        if (length.isEmpty()) {
            return "INF";
        }
        Duration duration = length.get();
        if (duration.toNanosPart() != 0) {
            return duration.toNanos() + "ns";
        }
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s";
    }
}
