package org.lsst.efd.connect.replication.offset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.source.StoredPosition;

/** Reads positions that Connect has stored, or that somebody wants it to store. */
public final class StoredOffsets {
    private static final Set<String> PARTITION_KEYS = Set.of("cluster", "topic", "partition");
    private static final Set<String> OFFSET_KEYS = Set.of(Position.OFFSET, Position.EPOCH, Position.TOPIC_ID);

    private StoredOffsets() {}

    /**
     * A stored position.
     *
     * @throws IllegalArgumentException if it is none, with the key at fault
     */
    public static StoredPosition parse(Map<String, ?> offset) {
        Set<String> unknown = new TreeSet<>(offset.keySet());
        unknown.removeAll(OFFSET_KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown keys " + unknown + "; known are " + new TreeSet<>(OFFSET_KEYS));
        }
        Optional<Long> next = wholeNumber(Position.OFFSET, offset.get(Position.OFFSET));
        Optional<Long> epoch = wholeNumber(Position.EPOCH, offset.get(Position.EPOCH));
        return new StoredPosition(
                next.orElseThrow(() -> new IllegalArgumentException("key " + Position.OFFSET + " is missing")),
                epoch.map(Math::toIntExact),
                topicId(offset.get(Position.TOPIC_ID)));
    }

    private static Optional<Uuid> topicId(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Uuid.fromString(value.toString()));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "key " + Position.TOPIC_ID + " must be a topic id such as " + Uuid.ONE_UUID
                            + "; leave it out where unknown",
                    wrong);
        }
    }

    /** Numbers come as int or long from Connect's own storage, and as what JSON holds from its REST interface. */
    private static Optional<Long> wholeNumber(String key, @Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            long number = new BigDecimal(value.toString()).longValueExact();
            if (number >= 0) {
                return Optional.of(number);
            }
        } catch (ArithmeticException | NumberFormatException wrong) {
            throw notWhole(key, wrong);
        }
        throw notWhole(key, null);
    }

    private static IllegalArgumentException notWhole(String key, @Nullable Exception cause) {
        return new IllegalArgumentException("key " + key + " must be a whole number that is not negative", cause);
    }

    /**
     * Checks a change of one partition's offset. Whatever may be stored can be forgotten: also what another alias, or an
     * earlier release with a partition as a text, has left.
     *
     * @param alias of the configured source cluster
     * @param offset null to forget the partition
     * @throws ConnectException if it is not one of this connector, with what to write
     */
    public static void check(String alias, @Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        if (partition == null || !partition.keySet().equals(PARTITION_KEYS)) {
            throw new ConnectException(
                    "partition " + partition + " must have the keys cluster, topic and partition, and no other");
        }
        if (offset != null && !alias.equals(partition.get("cluster"))) {
            throw new ConnectException("key cluster of partition " + partition + " must be " + alias);
        }
        if (!(partition.get("topic") instanceof String)) {
            throw new ConnectException("key topic of partition " + partition + " must be a text");
        }
        try {
            checkNumber(partition.get("partition"), offset != null);
            if (offset != null) {
                parse(offset);
            }
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new ConnectException("offset of partition " + partition + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Connect finds an offset by the JSON of its partition: 0, "0" and 0.0 are three, and only the first is looked for. */
    private static void checkNumber(@Nullable Object number, boolean isToBeFound) {
        long partition = wholeNumber("partition", number)
                .orElseThrow(() -> new IllegalArgumentException("key partition must be a number"));
        boolean isIntegral = number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof BigInteger;
        if (isToBeFound && !(isIntegral && partition <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "key partition must be a whole number, without quotation marks and without a point");
        }
    }
}
