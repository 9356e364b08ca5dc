package org.lsst.efd.connect.common.time;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldPath;
import org.lsst.efd.connect.common.fields.FieldReader;

/**
 * The event time of a record as nanoseconds since 1970-01-01, UTC.
 *
 * <p>It comes from a field of the value or, without one, from the Kafka timestamp; never from the wall clock, because a
 * replay must give the same times. A double of seconds keeps its microseconds. Not thread-safe: plans per schema are
 * kept.
 */
public final class RecordTime {
    private static final long NANOS_PER_MS = 1_000_000L;

    private final Optional<FieldPath> field;
    private final StampUnit unit;
    private final TimeScale scale;
    private final LeapSeconds leapSeconds;
    private final Optional<Duration> futureLimit;
    private final Clock clock;
    private final long resolutionNs;

    /**
     * How to find the time of a record.
     *
     * @param field where it stands in the value; empty for the Kafka timestamp, to which unit and scale do not apply
     * @param futureLimit how far ahead of {@code clock} a time may be; empty for no limit
     */
    public RecordTime(
            Optional<FieldPath> field,
            StampUnit unit,
            TimeScale scale,
            LeapSeconds leapSeconds,
            Optional<Duration> futureLimit,
            Clock clock) {
        this(field, unit, scale, leapSeconds, futureLimit, clock, 1);
    }

    private RecordTime(
            Optional<FieldPath> field,
            StampUnit unit,
            TimeScale scale,
            LeapSeconds leapSeconds,
            Optional<Duration> futureLimit,
            Clock clock,
            long resolutionNs) {
        this.resolutionNs = resolutionNs;
        this.field = field;
        this.unit = unit;
        this.scale = scale;
        this.leapSeconds = leapSeconds;
        this.futureLimit = futureLimit;
        this.clock = clock;
    }

    /** The same with fractions rounded, half to even, to a multiple of so many nanoseconds, a power of ten. */
    public RecordTime roundedTo(long newResolutionNs) {
        return new RecordTime(field, unit, scale, leapSeconds, futureLimit, clock, newResolutionNs);
    }

    /** The field that holds the time; empty where the Kafka timestamp is used. */
    public Optional<FieldPath> field() {
        return field;
    }

    /**
     * The event time of a record.
     *
     * @throws DataException if the time is absent, null, 0, not finite, of a wrong type, out of range or too far in the
     *     future ({@link FutureTimeException}); the message names the field and holds no value
     */
    public long eventTimeNs(ConnectRecord<?> record) {
        return eventTimeNs(record.topic(), record.valueSchema(), record.value(), record.timestamp());
    }

    /** The same for a record in parts; {@code kafkaTimestampMs} is null or negative where Kafka has none. */
    public long eventTimeNs(
            String topic, @Nullable Schema schema, @Nullable Object value, @Nullable Long kafkaTimestampMs) {
        long timeNs = field.isPresent() ? fromField(field.get(), topic, schema, value) : fromKafka(kafkaTimestampMs);
        if (futureLimit.isPresent()) {
            long limitMs = futureLimit.get().toMillis();
            if (timeNs / NANOS_PER_MS > clock.millis() + limitMs) {
                throw new FutureTimeException(name() + " is more than " + limitMs + " ms in the future");
            }
        }
        return timeNs;
    }

    private long fromField(FieldPath path, String topic, @Nullable Schema schema, @Nullable Object value) {
        FieldReader reader = path.readerFor(topic, schema);
        Object stamp = reader.read(value);
        if (stamp == null) {
            throw new DataException(name() + " is absent or null");
        }
        try {
            long stampNs = StampReader.read(stamp, reader.schema(), unit, resolutionNs);
            return scale == TimeScale.TAI ? leapSeconds.utcNs(stampNs) : stampNs;
        } catch (DataException wrong) {
            throw new DataException(name() + " " + wrong.getMessage());
        } catch (ArithmeticException overflow) {
            throw new DataException(name() + " is outside the years 1677 to 2262", overflow);
        }
    }

    private static long fromKafka(@Nullable Long timestampMs) {
        if (timestampMs == null || timestampMs < 0) {
            throw new DataException("the Kafka timestamp is absent");
        }
        try {
            return Math.multiplyExact(timestampMs, NANOS_PER_MS);
        } catch (ArithmeticException overflow) {
            throw new DataException("the Kafka timestamp is outside the years 1677 to 2262", overflow);
        }
    }

    private String name() {
        return field.map(path -> "timestamp field " + path).orElse("the Kafka timestamp");
    }
}
