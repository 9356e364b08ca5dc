package org.lsst.efd.connect.parquet.files;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a file says of its records, beside its columns.
 *
 * @param topic as consumed
 * @param firstOffset of its first record; with it {@link #lastOffset} it says which offsets of the lane are told
 * @param records rows
 * @param maxTimestampMs the greatest Kafka timestamp of the lane up to and with this file; -1 for none
 */
public record FileFacts(
        String topic,
        int partition,
        long firstOffset,
        long lastOffset,
        long records,
        long maxTimestampMs,
        String connector,
        String version) {
    /** Key of the offset up to which the lane is told: what makes a file one of ours. */
    public static final String LAST_OFFSET = "efd.offset.last";

    private static final String FIRST_OFFSET = "efd.offset.first";
    private static final String MAX_TIMESTAMP = "efd.timestamp.max";

    /** As key-values; numbers that change while a file grows have a fixed width. */
    public Map<String, String> asKeyValues() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("efd.topic", topic);
        pairs.put("efd.partition", String.valueOf(partition));
        pairs.put(FIRST_OFFSET, fixed(firstOffset));
        pairs.put(LAST_OFFSET, fixed(lastOffset));
        pairs.put("efd.records", fixed(records));
        pairs.put(MAX_TIMESTAMP, fixed(maxTimestampMs));
        pairs.put("efd.connector", connector);
        pairs.put("efd.version", version);
        return pairs;
    }

    private static String fixed(long number) {
        return String.format(Locale.ROOT, "%020d", number);
    }

    /**
     * What the last file of a lane tells the next owner.
     *
     * @param lastOffset what is told at or before it is in this file or one before
     * @param maxTimestampMs the greatest Kafka timestamp of the lane; -1 for none
     */
    public record Told(long lastOffset, long maxTimestampMs) {}

    /** Reads back what matters to the next owner; empty if the key-values are not those of a file of this sink. */
    public static Optional<Told> told(Map<String, String> pairs) {
        OptionalLong last = number(pairs.get(LAST_OFFSET));
        OptionalLong timestamp = number(pairs.get(MAX_TIMESTAMP));
        return last.isPresent() && timestamp.isPresent()
                ? Optional.of(new Told(last.getAsLong(), timestamp.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong number(@org.jspecify.annotations.Nullable String text) {
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notOurs) {
            return OptionalLong.empty();
        }
    }
}
