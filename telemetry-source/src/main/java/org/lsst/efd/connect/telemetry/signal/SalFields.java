package org.lsst.efd.connect.telemetry.signal;

import java.util.HexFormat;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.time.LeapSeconds;

/**
 * The fields that mean the same in every SAL topic: clocks, sequence number, index and sender.
 *
 * <p>A field is known by its name and type together; {@code timestamp} is TAI seconds as a double and UTC milliseconds
 * as a long, as in camera topics. A long {@code time} with the unit nanosecond is the time as well.
 */
final class SalFields {
    private static final long TRANSIT_NS = 213_600;
    private static final long BRIDGE_NS = 1_826_700;

    private final String component;
    private final String revision;
    private final long origin;
    private final SignalOptions options;

    /**
     * The SAL fields of one topic.
     *
     * @param component name of the component that sends, for {@code private_identity}
     */
    SalFields(String topic, String component, SignalOptions options) {
        long seed = Scramble.seed(options.seed(), topic);
        this.component = component;
        this.revision = HexFormat.of().toHexDigits(seed, 8);
        this.origin = 1000L + Scramble.below(100_000, seed, 0);
        this.options = options;
    }

    /** The value of a field that has a meaning of its own; null for any other field. */
    @Nullable
    FieldValue valueOf(String field, Schema schema) {
        if (schema.name() != null) {
            return null;
        }
        return switch (schema.type()) {
            case FLOAT64 -> clock(field);
            case INT32 -> {
                LongUnaryOperator number = number(field);
                yield number == null ? null : (sequence, timeNs) -> (int) number.applyAsLong(sequence);
            }
            case INT64 -> {
                LongUnaryOperator number = number(field);
                yield number == null ? wholeTime(field, schema) : (sequence, timeNs) -> number.applyAsLong(sequence);
            }
            case STRING -> text(field);
            default -> null;
        };
    }

    private @Nullable FieldValue clock(String field) {
        LeapSeconds leapSeconds = options.leapSeconds();
        return switch (field) {
            case "private_efdStamp" -> (sequence, timeNs) -> SalClocks.utcSeconds(timeNs);
            case "private_sndStamp", "timestamp", "cRIO_timestamp" ->
                (sequence, timeNs) -> SalClocks.taiSeconds(timeNs, leapSeconds);
            case "private_rcvStamp" -> (sequence, timeNs) -> SalClocks.taiSeconds(timeNs + TRANSIT_NS, leapSeconds);
            case "private_kafkaStamp" -> (sequence, timeNs) -> SalClocks.taiSeconds(timeNs + BRIDGE_NS, leapSeconds);
            default -> null;
        };
    }

    private @Nullable LongUnaryOperator number(String field) {
        if (field.equals("salIndex") || field.equals(component + "ID")) {
            return sequence -> 1 + sequence % options.salIndexCount();
        }
        return switch (field) {
            case "private_seqNum" -> sequence -> sequence;
            case "private_origin" -> sequence -> origin;
            default -> null;
        };
    }

    private static @Nullable FieldValue wholeTime(String field, Schema schema) {
        if (field.equals("timestamp")) {
            return (sequence, timeNs) -> timeNs / 1_000_000;
        }
        boolean isNanoseconds = schema.parameters() != null
                && "nanosecond".equals(schema.parameters().get("units"));
        return field.equals("time") && isNanoseconds ? (sequence, timeNs) -> timeNs : null;
    }

    private @Nullable FieldValue text(String field) {
        return switch (field) {
            case "private_revCode" -> (sequence, timeNs) -> revision;
            case "private_identity" -> (sequence, timeNs) -> component;
            default -> null;
        };
    }
}
