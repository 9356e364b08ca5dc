package org.lsst.efd.connect.aggregator.topic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.lsst.efd.connect.aggregator.source.SourceConverters;
import org.lsst.efd.connect.aggregator.topic.TopicWindows.Outcome;
import org.lsst.efd.connect.common.aggregate.AggregatedWindow;
import org.lsst.efd.connect.common.aggregate.Group;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.connect.common.source.OwnedPartition;
import org.lsst.efd.connect.common.source.StoredPosition;
import org.lsst.efd.connect.common.time.FutureTimeException;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.window.statistics.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic on its way through a task: records in, windows out as source records with the state to store.
 *
 * <p>A record whose conversion fails because another system is away makes the topic wait, and no other. Not thread-safe.
 */
public final class AggregatedTopic {
    private static final Logger LOG = LoggerFactory.getLogger(AggregatedTopic.class);
    private static final long WARNING_INTERVAL_MS = 60_000;

    private final String name;
    private final Map<String, Object> sourcePartition;
    private final TopicRules rules;
    private final TopicAggregate aggregate;
    private final TopicWindows windows;
    private final TopicState start;
    private final Backoff backoff = new Backoff();
    private final TopicCounts counts = new TopicCounts();
    private long nextWarningMs = Long.MIN_VALUE;

    /**
     * What holds for all topics of a task.
     *
     * @param converters of the source's bytes
     * @param time of a record
     * @param readsKeys whether a group field is in the key
     * @param failsOnNull whether a record without a value is bad
     * @param pausesOnBad whether a bad record holds its topic, instead of being skipped
     */
    public record TopicRules(
            SourceConverters converters,
            RecordTime time,
            boolean readsKeys,
            boolean failsOnNull,
            boolean pausesOnBad) {}

    /**
     * Goes on where {@code windows} stand.
     *
     * @param sourcePartition under which the state is stored
     * @param start the state from which the windows go on, with the id of the topic as it is now
     */
    public AggregatedTopic(
            String name,
            Map<String, Object> sourcePartition,
            TopicRules rules,
            TopicAggregate aggregate,
            TopicWindows windows,
            TopicState start) {
        this.name = name;
        this.sourcePartition = sourcePartition;
        this.rules = rules;
        this.aggregate = aggregate;
        this.windows = windows;
        this.start = start;
    }

    /**
     * Takes a record, in order of the offsets of its partition.
     *
     * @param out is given the windows that it closes
     * @return whether it is done with; if not, the topic waits, and the record must be given again
     */
    public boolean accept(ConsumerRecord<byte[], byte[]> record, long nowMs, List<SourceRecord> out) {
        try {
            read(record, nowMs, out);
        } catch (DataException | SerializationException bad) {
            if (rules.pausesOnBad()) {
                return waitAfter(record, bad, nowMs);
            }
            counts.countBad(bad instanceof FutureTimeException);
            windows.passTo(record.partition(), record.offset() + 1);
            warn(record, "is bad and is skipped: " + bad.getMessage(), nowMs);
        } catch (ConnectException unavailable) {
            return waitAfter(record, unavailable, nowMs);
        }
        counts.countRecord();
        backoff.succeed();
        return true;
    }

    private boolean waitAfter(ConsumerRecord<byte[], byte[]> record, RuntimeException cause, long nowMs) {
        backoff.fail(nowMs);
        LOG.warn(
                "Topic {} waits and is tried again: {}-{}@{} cannot be read now",
                name,
                name,
                record.partition(),
                record.offset(),
                cause);
        return false;
    }

    private void read(ConsumerRecord<byte[], byte[]> record, long nowMs, List<SourceRecord> out) {
        SchemaAndValue value = record.value() == null
                ? SchemaAndValue.NULL
                : rules.converters().value(record);
        if (value.value() == null) {
            if (rules.failsOnNull()) {
                throw new DataException("it has no value");
            }
            counts.countNull();
            windows.passTo(record.partition(), record.offset() + 1);
            return;
        }
        SchemaAndValue key = rules.readsKeys() ? rules.converters().key(record) : SchemaAndValue.NULL;
        long timeNs = rules.time().eventTimeNs(name, value.schema(), value.value(), record.timestamp());
        Row row = aggregate.row(key.schema(), value.schema(), value.value(), timeNs);
        Group group = aggregate.group(key.schema(), key.value(), value.schema(), value.value());
        Outcome outcome = windows.accept(
                record.partition(), record.offset(), group, row, nowMs, telling -> out.add(sourceRecord(telling)));
        switch (outcome) {
            case ADDED, TOLD_BEFORE -> {}
            case LATE -> {
                counts.countLate();
                warn(record, "is late and is dropped; raise aggregate.window.grace.ms if that is frequent", nowMs);
            }
            case TOO_MANY_GROUPS -> {
                counts.countBeyondGroups();
                warn(record, "is of one group more than aggregate.groups.max and is dropped", nowMs);
            }
        }
    }

    private void warn(ConsumerRecord<byte[], byte[]> record, String what, long nowMs) {
        if (nowMs >= nextWarningMs) {
            nextWarningMs = nowMs + WARNING_INTERVAL_MS;
            LOG.warn("{}-{}@{} {} (so far {})", name, record.partition(), record.offset(), what, counts);
        }
    }

    private SourceRecord sourceRecord(Telling telling) {
        AggregatedWindow window = aggregate.tell(telling.window());
        counts.countTold(window.droppedColumns());
        return new SourceRecord(
                sourcePartition,
                telling.state().toMap(),
                window.topic(),
                null,
                window.keySchema(),
                window.key(),
                window.schema(),
                window.value(),
                window.timestampMs());
    }

    /** Closes what the wall clock allows. */
    public void close(long nowMs, List<SourceRecord> out) {
        windows.close(nowMs, telling -> out.add(sourceRecord(telling)));
    }

    /** Whether it failed and is not to be read for now. */
    public boolean isWaiting(long nowMs) {
        return backoff.isWaiting(nowMs);
    }

    /** Its windows and positions. */
    public TopicWindows windows() {
        return windows;
    }

    /** Under which its state is stored. */
    public Map<String, Object> sourcePartition() {
        return sourcePartition;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** By which a topic that was created anew is known. */
    public Optional<String> id() {
        return start.topicId();
    }

    /**
     * From where a partition is to be read: from its stored offset, or else by the start policy.
     *
     * @param isAdded whether it is new in a topic that is read already; as one that the stored state does not know, it is
     *     read from its first record
     */
    OwnedPartition wanted(TopicPartition partition, Uuid topicId, boolean isAdded) {
        Optional<StoredPosition> stored = Optional.ofNullable(start.offsets().get(partition.partition()))
                .map(offset -> new StoredPosition(offset, Optional.empty(), Optional.of(topicId)));
        boolean isNew = isAdded || (stored.isEmpty() && !start.offsets().isEmpty());
        return new OwnedPartition(partition, topicId, stored, isNew);
    }

    /** What became of its records. */
    public TopicCounts counts() {
        return counts;
    }
}
