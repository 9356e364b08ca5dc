package org.lsst.efd.connect.replication.offset;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where a partition is to be read next, as the source offset of a record: {@code {offset, epoch, topicId}}. Immutable.
 *
 * <p>It is a map because Connect wants one, and makes its entries only when Connect stores it, which is once a commit, not
 * once a record.
 */
public final class Position extends AbstractMap<String, Object> {
    static final String OFFSET = "offset";
    static final String EPOCH = "epoch";
    static final String TOPIC_ID = "topicId";
    private static final int UNKNOWN = -1;

    private final long offset;
    private final int epoch;
    private final String topicId;
    private final Delivery delivery;

    private Position(long offset, int epoch, String topicId, Delivery delivery) {
        this.offset = offset;
        this.epoch = epoch;
        this.topicId = topicId;
        this.delivery = delivery;
    }

    /**
     * A position.
     *
     * @param offset next to read
     * @param epoch leader epoch of the record before it; negative where unknown
     * @param topicId of the topic, as text
     * @param delivery is told when a record with this position has arrived
     */
    public static Position of(long offset, int epoch, String topicId, Delivery delivery) {
        return new Position(offset, Math.max(UNKNOWN, epoch), topicId, delivery);
    }

    /** Next to read. */
    public long offset() {
        return offset;
    }

    /** A record with this position has arrived at the target. */
    public void delivered() {
        delivery.reached(offset);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(OFFSET, offset);
        if (epoch != UNKNOWN) {
            map.put(EPOCH, epoch);
        }
        map.put(TOPIC_ID, topicId);
        return java.util.Collections.unmodifiableMap(map).entrySet();
    }

    /** Two positions at the same place are equal, whoever is told of their arrival. */
    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
