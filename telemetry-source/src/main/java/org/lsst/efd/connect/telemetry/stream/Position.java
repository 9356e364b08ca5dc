package org.lsst.efd.connect.telemetry.stream;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far a topic has come: the source offset of its last delivered record.
 *
 * @param sequence number of that record, 0 or more
 * @param dueNs when it was due, nanoseconds since the epoch, UTC; null when somebody set the offset by hand without it
 */
public record Position(long sequence, @Nullable Long dueNs) {
    private static final String SEQUENCE = "sequence";
    private static final String DUE_NS = "dueNs";
    private static final String MODE = "mode";
    private static final String TOPIC = "topic";

    public Position {
        if (sequence < 0) {
            throw new ConnectException(SEQUENCE + " must not be negative");
        }
    }

    /**
     * The source partition of a topic.
     *
     * <p>A plain {@link HashMap} behind the view: Connect's key in the offsets topic is the JSON in iteration order,
     * and offsets altered over REST are written in the order of such a map.
     */
    public static Map<String, String> partition(String mode, String topic) {
        Map<String, String> partition = new HashMap<>();
        partition.put(MODE, mode);
        partition.put(TOPIC, topic);
        return Collections.unmodifiableMap(partition);
    }

    /** This position as Connect stores it. */
    public Map<String, Object> toOffset() {
        Map<String, Object> offset = new HashMap<>();
        offset.put(SEQUENCE, sequence);
        if (dueNs != null) {
            offset.put(DUE_NS, dueNs);
        }
        return offset;
    }

    /**
     * Reads what Connect stored, or what somebody wrote with the REST API.
     *
     * @throws ConnectException if it is not an offset of this connector
     */
    public static Position ofOffset(Map<String, ?> offset) {
        for (String key : offset.keySet()) {
            if (!key.equals(SEQUENCE) && !key.equals(DUE_NS)) {
                throw new ConnectException("unknown offset key '" + key + "'; write {\"sequence\": N} with N the number"
                        + " of the last record that counts as delivered");
            }
        }
        Long sequence = whole(offset, SEQUENCE);
        if (sequence == null) {
            throw new ConnectException("the offset lacks the key '" + SEQUENCE + "'");
        }
        return new Position(sequence, whole(offset, DUE_NS));
    }

    /**
     * Checks a source partition that somebody wrote with the REST API.
     *
     * @throws ConnectException if it is not a partition of this connector in this mode
     */
    public static void checkPartition(Map<String, ?> partition, String mode) {
        boolean isOurs = partition.size() == 2
                && mode.equals(partition.get(MODE))
                && partition.get(TOPIC) instanceof String topic
                && !topic.isBlank();
        if (!isOurs) {
            throw new ConnectException("not a source partition of this connector; write {\"mode\": \"" + mode
                    + "\", \"topic\": \"<name>\"}");
        }
    }

    private static @Nullable Long whole(Map<String, ?> offset, String key) {
        Object value = offset.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw new ConnectException("offset key '" + key + "' must be a whole number");
    }
}
