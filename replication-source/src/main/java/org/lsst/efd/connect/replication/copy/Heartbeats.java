package org.lsst.efd.connect.replication.copy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores positions that no delivered record carries, by records of their own: Connect stores offsets only with records, and
 * not those of records that a transform drops. Used by one thread, but for what was dropped.
 */
public final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final Rules rules;
    private final BooleanSupplier isReady;
    private final Map<TopicPartition, Seen> seen = new HashMap<>();
    private volatile boolean hasWarned;

    /**
     * When there are heartbeats.
     *
     * @param topic to which they go
     * @param maxRecords by how much a position may move without being stored
     * @param interval how long a position that has moved may go without being stored
     * @param isAlways whether there is one for every partition and interval in any case
     */
    public record Rules(String topic, long maxRecords, Duration interval, boolean isAlways) {}

    /** What was true of a partition when it was last looked at. */
    private record Seen(long delivered, long sinceMs, long sent) {}

    /**
     * None yet.
     *
     * @param isReady whether their topic is there; until then there are none, since a record for a topic that is not there
     *     holds all others
     */
    public Heartbeats(Rules rules, BooleanSupplier isReady) {
        this.rules = rules;
        this.isReady = isReady;
    }

    /** Adds a heartbeat for each partition that needs one. */
    void addTo(List<SourceRecord> out, Collection<CopiedPartition> partitions, long nowMs) {
        partitions.forEach(partition -> addTo(out, partition, nowMs));
        if (seen.size() > 2 * partitions.size()) {
            seen.keySet()
                    .retainAll(
                            partitions.stream().map(CopiedPartition::partition).toList());
        }
    }

    /** The same for one of them. */
    void addTo(List<SourceRecord> out, CopiedPartition partition, long nowMs) {
        if (partition.position() >= 0 && isReady.getAsBoolean() && isDue(partition, nowMs)) {
            partition.storing();
            out.add(heartbeat(partition, nowMs));
        }
    }

    private boolean isDue(CopiedPartition partition, long nowMs) {
        long delivered = partition.delivery().next();
        long position = partition.position();
        Seen before = seen.computeIfAbsent(partition.partition(), none -> new Seen(delivered, nowMs, delivered));
        if (position < before.sent()) {
            // copied from an earlier offset again
            before = new Seen(delivered, before.sinceMs(), delivered);
            seen.put(partition.partition(), before);
        }
        boolean isStored = position == delivered;
        boolean isInterval = nowMs - before.sinceMs() >= rules.interval().toMillis();
        boolean isFar = position - Math.max(delivered, before.sent()) > rules.maxRecords();
        boolean isUrgent = isFar || partition.mustStore();
        if ((isInterval && (rules.isAlways() || !isStored)) || (isUrgent && !isStored)) {
            seen.put(partition.partition(), new Seen(delivered, nowMs, position));
            return true;
        }
        if (!rules.isAlways() && (isStored || delivered != before.delivered())) {
            seen.put(partition.partition(), new Seen(delivered, nowMs, before.sent()));
        }
        return false;
    }

    private SourceRecord heartbeat(CopiedPartition partition, long nowMs) {
        String key = String.format(
                "{\"cluster\":\"%s\",\"topic\":\"%s\",\"partition\":%d}",
                escaped(String.valueOf(partition.sourcePartition().get("cluster"))),
                partition.partition().topic(),
                partition.partition().partition());
        String value =
                String.format("{\"offset\":%d,\"time\":%d,\"lag\":%d}", partition.position(), nowMs, partition.lag());
        return new SourceRecord(
                partition.sourcePartition(),
                partition.storablePosition(),
                rules.topic(),
                null,
                Schema.BYTES_SCHEMA,
                key.getBytes(StandardCharsets.UTF_8),
                Schema.BYTES_SCHEMA,
                value.getBytes(StandardCharsets.UTF_8),
                nowMs);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** A record was dropped by a transform; where it is a heartbeat, positions may never be stored. */
    public void dropped(SourceRecord record) {
        if (!hasWarned && record.topic().equals(rules.topic())) {
            hasWarned = true;
            LOG.warn(
                    "A transform drops heartbeats: after a restart, records that it dropped are read again; "
                            + "let topic {} through",
                    rules.topic());
        }
    }
}
