package org.lsst.efd.connect.telemetry.stream;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * One topic on its way: which record is next, when it is due, and the record itself. Not thread-safe.
 *
 * <p>Record <i>n</i> is due at the start of the topic plus {@code pace.elapsedNs(n)}.
 */
public final class TopicStream {
    private final String topic;
    private final Map<String, String> partition;
    private final Pace pace;
    private final Telemetry telemetry;
    private final long count;
    private final @Nullable Long fixedStartNs;
    private final @Nullable Field key;

    private long next;
    private long startNs;

    /**
     * A topic before its first record.
     *
     * @param mode the mode of the connector, part of the source partition
     * @param count how many records the topic has in all; {@link Long#MAX_VALUE} for endless
     * @param fixedStartNs the time that record 0 tells; null to tell the time each record is due
     * @param keyField the field that becomes the key of the Kafka record; no key where the schema lacks it or it is null
     */
    public TopicStream(
            String mode,
            String topic,
            Pace pace,
            Telemetry telemetry,
            long count,
            @Nullable Long fixedStartNs,
            @Nullable String keyField) {
        this.topic = topic;
        this.partition = Position.partition(mode, topic);
        this.pace = pace;
        this.telemetry = telemetry;
        this.count = count;
        this.fixedStartNs = fixedStartNs;
        this.key = keyField == null ? null : telemetry.schema().field(keyField);
    }

    /** The name of the Kafka topic. */
    public String topic() {
        return topic;
    }

    /** The source partition under which Connect keeps the position. */
    public Map<String, String> partition() {
        return partition;
    }

    /** Begins with record 0, due now. */
    public void begin(long nowNs) {
        next = 0;
        startNs = nowNs;
    }

    /** Goes on behind a position; the records keep their times where the position tells when its record was due. */
    public void continueAfter(Position position, long nowNs) {
        next = position.sequence() + 1;
        Long dueNs = position.dueNs();
        startNs = dueNs == null ? nowNs - pace.elapsedNs(next) : dueNs - pace.elapsedNs(position.sequence());
    }

    /** Leaves out the time until now: the next record, with the next number, is due now. */
    public void skipTo(long nowNs) {
        startNs = nowNs - pace.elapsedNs(next);
    }

    /** Whether the last record has been taken. */
    public boolean isFinished() {
        return next >= count;
    }

    /** When the next record is due, nanoseconds since the epoch, UTC. */
    public long dueNs() {
        return startNs + pace.elapsedNs(next);
    }

    /** Takes the next record and moves on; only when not finished. */
    public SourceRecord take(long nowNs) {
        long sequence = next;
        long elapsedNs = pace.elapsedNs(sequence);
        long dueNs = startNs + elapsedNs;
        Struct value = telemetry.record(sequence, fixedStartNs == null ? dueNs : fixedStartNs + elapsedNs);
        next = sequence + 1;
        return new SourceRecord(
                partition,
                new Position(sequence, dueNs).toOffset(),
                topic,
                null,
                key == null ? null : key.schema(),
                key == null ? null : value.get(key),
                telemetry.schema(),
                value,
                nowNs / 1_000_000);
    }
}
