package org.lsst.efd.connect.parquet.paths;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * A {@code ${date:pattern}} of event time in UTC.
 *
 * @param unit the smallest unit that occurs: within one of it, the text is the same
 */
record DatePattern(DateTimeFormatter formatter, Unit unit) {
    /** What a text lasts for, the longest first. */
    enum Unit {
        YEAR,
        QUARTER,
        MONTH,
        WEEK,
        DAY,
        HOUR,
        MINUTE,
        SECOND
    }

    /**
     * Compiles a pattern of {@link DateTimeFormatter}.
     *
     * @throws IllegalArgumentException if it is not one, has {@code Y} or {@code D} where {@code y} or {@code d} was meant,
     *     or tells times below a second
     */
    static DatePattern compile(String pattern) {
        String letters = withoutQuoted(pattern);
        boolean hasMonth = letters.indexOf('M') >= 0 || letters.indexOf('L') >= 0;
        boolean hasDay = letters.indexOf('d') >= 0;
        if (letters.indexOf('Y') >= 0 && letters.indexOf('w') < 0) {
            throw new IllegalArgumentException(
                    "has Y, the year of the week, which is another year around New Year: write yyyy");
        }
        if (letters.indexOf('D') >= 0 && (hasMonth || hasDay)) {
            throw new IllegalArgumentException("has D, the day of the year: write dd for the day of the month");
        }
        Unit smallest = null;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (Character.isLetter(letter)) {
                Unit unit = unitOf(letter);
                smallest = smallest == null || unit.compareTo(smallest) > 0 ? unit : smallest;
            } else if (letter == '/' || letter == '\\') {
                throw new IllegalArgumentException("has a " + letter + ": write several ${date:…} instead");
            }
        }
        if (smallest == null) {
            throw new IllegalArgumentException("names no part of a date");
        }
        return new DatePattern(DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC), smallest);
    }

    private static String withoutQuoted(String pattern) {
        return pattern.replaceAll("'[^']*'", "");
    }

    private static Unit unitOf(char letter) {
        return switch (letter) {
            case 'G', 'u', 'y', 'Y' -> Unit.YEAR;
            case 'Q', 'q' -> Unit.QUARTER;
            case 'M', 'L' -> Unit.MONTH;
            case 'w', 'W' -> Unit.WEEK;
            case 'd', 'D', 'E', 'e', 'F' -> Unit.DAY;
            case 'a', 'h', 'H', 'k', 'K' -> Unit.HOUR;
            case 'm' -> Unit.MINUTE;
            case 's' -> Unit.SECOND;
            default ->
                throw new IllegalArgumentException(
                        "has the letter " + letter + "; from years (yyyy) to seconds (ss) are possible");
        };
    }

    String text(long timeNs) {
        return formatter.format(Instant.ofEpochSecond(0, timeNs));
    }

    /** First nanosecond of the unit that holds a time. */
    static long startNs(Unit unit, long timeNs) {
        return toNs(truncated(unit, timeNs));
    }

    /** First nanosecond after it. */
    static long endNs(Unit unit, long timeNs) {
        LocalDateTime start = truncated(unit, timeNs);
        return toNs(
                switch (unit) {
                    case YEAR -> start.plusYears(1);
                    case QUARTER -> start.plus(1, IsoFields.QUARTER_YEARS);
                    case MONTH -> start.plusMonths(1);
                    case WEEK, DAY -> start.plusDays(1);
                    case HOUR -> start.plusHours(1);
                    case MINUTE -> start.plusMinutes(1);
                    case SECOND -> start.plusSeconds(1);
                });
    }

    private static LocalDateTime truncated(Unit unit, long timeNs) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(0, timeNs), ZoneOffset.UTC);
        LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
        return switch (unit) {
            case YEAR -> day.withDayOfYear(1);
            case QUARTER -> day.withDayOfMonth(1).with(IsoFields.DAY_OF_QUARTER, 1);
            case MONTH -> day.withDayOfMonth(1);
            // where a week begins depends on the country: its days are told apart
            case WEEK, DAY -> day;
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
            case SECOND -> time.truncatedTo(ChronoUnit.SECONDS);
        };
    }

    private static long toNs(LocalDateTime time) {
        Instant instant = time.toInstant(ZoneOffset.UTC);
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (ArithmeticException beyond) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
