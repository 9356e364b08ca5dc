package org.lsst.efd.connect.common.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Turns the value of a stamp into nanoseconds since the epoch of its own scale. */
final class StampReader {
    /** Connect logical types keep the unit of the Avro field they came from under this parameter. */
    private static final String LOGICAL_TYPE_PARAMETER = "avro.logicalType";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long NANOS_PER_DAY = 86_400L * NANOS_PER_SECOND;
    private static final double LONG_LIMIT = 0x1p63;

    private StampReader() {}

    /**
     * Reads a stamp.
     *
     * @param schema schema of the value, null for data without schema
     * @param resolutionNs a power of ten; fractions are rounded to a multiple of it, half to even, at once: by way of
     *     nanoseconds they would be off by one where that makes a tie
     * @throws DataException if it is no time, or 0, or outside the years 1677 to 2262; the message has no value
     */
    static long read(Object value, @Nullable Schema schema, StampUnit unit, long resolutionNs) {
        try {
            long stampNs = toNanos(value, schema, unit, resolutionNs);
            if (stampNs == 0) {
                throw new DataException("is 0, the default of a stamp that was not set");
            }
            return stampNs;
        } catch (ArithmeticException overflow) {
            throw new DataException("is outside the years 1677 to 2262", overflow);
        }
    }

    @SuppressWarnings("JavaUtilDate") // Connect's logical types are java.util.Date
    private static long toNanos(Object value, @Nullable Schema schema, StampUnit unit, long resolutionNs) {
        if (value instanceof Double || value instanceof Float) {
            long nanosPerUnit = unit == StampUnit.AUTO ? StampUnit.S.nanos() : unit.nanos();
            return nanosOf(((Number) value).doubleValue(), nanosPerUnit, resolutionNs);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long nanosPerUnit = unit == StampUnit.AUTO ? nanosPerInteger(schema) : unit.nanos();
            return Math.multiplyExact(((Number) value).longValue(), nanosPerUnit);
        }
        if (value instanceof Date date && (schema == null || !Time.LOGICAL_NAME.equals(schema.name()))) {
            return Math.multiplyExact(date.getTime(), NANOS_PER_MS);
        }
        if (value instanceof BigDecimal decimal) {
            long nanosPerUnit = unit == StampUnit.AUTO ? StampUnit.S.nanos() : unit.nanos();
            BigDecimal step = BigDecimal.valueOf(resolutionNs);
            return decimal.multiply(BigDecimal.valueOf(nanosPerUnit))
                    .divide(step, 0, RoundingMode.HALF_EVEN)
                    .multiply(step)
                    .longValueExact();
        }
        if (value instanceof String text) {
            return nanosOf(text);
        }
        throw new DataException(
                "is neither a number nor a text but " + value.getClass().getSimpleName());
    }

    private static long nanosPerInteger(@Nullable Schema schema) {
        Map<String, String> parameters = schema == null || schema.parameters() == null ? Map.of() : schema.parameters();
        return switch (parameters.getOrDefault(LOGICAL_TYPE_PARAMETER, "")) {
            case "timestamp-micros", "local-timestamp-micros" -> StampUnit.US.nanos();
            case "timestamp-nanos", "local-timestamp-nanos" -> StampUnit.NS.nanos();
            case "date" -> NANOS_PER_DAY;
            default -> StampUnit.MS.nanos();
        };
    }

    /** Whole and fractional part are converted apart: a double of seconds keeps all it holds (0.24 us near 1.7e9 s). */
    private static long nanosOf(double stamp, long nanosPerUnit, long resolutionNs) {
        if (!Double.isFinite(stamp)) {
            throw new DataException("is not finite");
        }
        double whole = Math.floor(stamp);
        if (whole < -LONG_LIMIT || whole >= LONG_LIMIT) {
            throw new ArithmeticException();
        }
        long stepNs = resolutionNs < nanosPerUnit ? resolutionNs : 1;
        long nanos = (long) Math.rint((stamp - whole) * nanosPerUnit / stepNs) * stepNs;
        return Math.addExact(Math.multiplyExact((long) whole, nanosPerUnit), nanos);
    }

    private static long nanosOf(String text) {
        try {
            TemporalAccessor parsed =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text.trim(), OffsetDateTime::from, LocalDateTime::from);
            Instant instant = parsed instanceof OffsetDateTime withOffset
                    ? withOffset.toInstant()
                    : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
        } catch (DateTimeException notIso) {
            // the cause would quote the value
            throw new DataException("is a text that is not an ISO-8601 date and time");
        }
    }
}
