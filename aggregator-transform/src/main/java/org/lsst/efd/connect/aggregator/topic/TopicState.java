package org.lsst.efd.connect.aggregator.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a topic with every window it tells: from where its partitions must be read again, and what need not
 * be told again. Immutable.
 *
 * @param offsets for each partition the next offset needed: the lowest one in an open window, else the next one to read
 * @param closedUpToMs every window that ends at or before this event time is told or known to be empty; absent where
 *     none is
 * @param topicId by which a topic that was created anew is known; absent where brokers have none
 * @param told the text of the last group told of the window that ends next; absent at the end of a window
 */
public record TopicState(
        NavigableMap<Integer, Long> offsets,
        OptionalLong closedUpToMs,
        Optional<String> topicId,
        Optional<String> told) {
    private static final String CLOSED_UP_TO = "closedUpTo";
    private static final String TOPIC_ID = "topicId";
    private static final String TOLD = "told";
    private static final Pattern PARTITION = Pattern.compile("[0-9]{1,9}");

    public TopicState {
        offsets = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(offsets));
    }

    /** Nothing is told, and nothing known of any partition. */
    public static TopicState none() {
        return new TopicState(new TreeMap<>(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads a stored offset: {@code {"0": n, "1": n, …, "closedUpTo": ms, "topicId": text, "told": text}}, numbers as
     * integers or longs; all but the numbers of partitions may be missing.
     *
     * @throws IllegalArgumentException with the key at fault and what to write
     */
    public static TopicState parse(Map<String, ?> stored) {
        NavigableMap<Integer, Long> offsets = new TreeMap<>();
        OptionalLong closedUpTo = OptionalLong.empty();
        Optional<String> topicId = Optional.empty();
        Optional<String> told = Optional.empty();
        for (Map.Entry<String, ?> entry : stored.entrySet()) {
            @Nullable Object value = entry.getValue();
            switch (entry.getKey()) {
                case CLOSED_UP_TO -> closedUpTo = OptionalLong.of(number(entry.getKey(), value));
                case TOPIC_ID -> topicId = Optional.of(text(entry.getKey(), value));
                case TOLD -> told = Optional.of(text(entry.getKey(), value));
                default -> offsets.put(partition(entry.getKey()), offset(entry.getKey(), value));
            }
        }
        return new TopicState(offsets, closedUpTo, topicId, told);
    }

    private static int partition(String key) {
        if (!PARTITION.matcher(key).matches()) {
            throw new IllegalArgumentException("offset key '" + key + "' is neither the number of a partition nor "
                    + CLOSED_UP_TO + ", " + TOPIC_ID + " or " + TOLD);
        }
        return Integer.parseInt(key);
    }

    private static long offset(String key, @Nullable Object value) {
        long offset = number(key, value);
        if (offset < 0) {
            throw new IllegalArgumentException("offset of partition " + key + " must not be negative");
        }
        return offset;
    }

    private static long number(String key, @Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(key + " must be a whole number");
    }

    private static String text(String key, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(key + " must be a text");
    }

    /** The same of a topic with this id; absent ids leave it as it is. */
    public TopicState of(Optional<String> id) {
        return new TopicState(offsets, closedUpToMs, id.or(() -> topicId), told);
    }

    /** As it is stored: primitives and texts only. */
    public Map<String, Object> toMap() {
        Map<String, Object> stored = new HashMap<>();
        offsets.forEach((partition, offset) -> stored.put(partition.toString(), offset));
        closedUpToMs.ifPresent(ms -> stored.put(CLOSED_UP_TO, ms));
        topicId.ifPresent(id -> stored.put(TOPIC_ID, id));
        told.ifPresent(text -> stored.put(TOLD, text));
        return java.util.Collections.unmodifiableMap(stored);
    }
}
