package org.lsst.efd.connect.common.window;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.aggregate.AggregatedWindow;
import org.lsst.efd.connect.common.aggregate.Group;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.Output;
import org.lsst.efd.connect.common.sink.WindowIdentity;
import org.lsst.efd.window.OpenWindows;
import org.lsst.efd.window.PartitionWindows;
import org.lsst.efd.window.ToldWindow;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;

/** The windows of one opening of one partition. Not thread-safe. */
final class WindowedPartition {
    private static final long NANOS_PER_MS = 1_000_000L;

    private final WindowRules rules;
    private final SamplePool samples;
    private final WindowCounts counts;
    private final boolean trustsFirstRecord;
    private @Nullable Windows windows;

    /** What exists from the first record on: only then the topic is known as the transforms name it. */
    private static final class Windows {
        private final TopicAggregate aggregate;
        private final String topic;
        private final OpenWindows<Group> open;
        private final PartitionWindows<Group> partition;
        private final @Nullable PartitionField partitionField;
        private SinkRecord last;
        private long lastMs;

        private Windows(
                WindowRules rules, TopicAggregate aggregate, SamplePool samples, SinkRecord first, boolean trusts) {
            this.aggregate = aggregate;
            this.topic = first.topic();
            this.open = aggregate.openWindows(samples);
            this.partition = new PartitionWindows<>(rules.aggregate().grid(), open, trusts);
            this.partitionField = rules.partitions() == PartitionMode.SEPARATE
                    ? new PartitionField(first.originalKafkaPartition())
                    : null;
            this.last = first;
        }
    }

    WindowedPartition(WindowRules rules, SamplePool samples, WindowCounts counts, boolean trustsFirstRecord) {
        this.rules = rules;
        this.samples = samples;
        this.counts = counts;
        this.trustsFirstRecord = trustsFirstRecord;
    }

    /**
     * Adds a record to its windows, after telling those that it closes.
     *
     * @throws DataException if it cannot be aggregated; then nothing has changed
     */
    PartitionWindows.Outcome accept(SinkRecord record, long timeNs, TopicAggregate aggregate, Output output) {
        Row row = aggregate.row(record, timeNs);
        Group group = aggregate.group(record);
        Windows here = windows;
        if (here == null) {
            here = new Windows(rules, aggregate, samples, record, trustsFirstRecord);
            windows = here;
        } else if (!here.topic.equals(record.topic())) {
            throw new DataException(
                    "a transform renamed it to " + record.topic() + ", but earlier records of the partition " + "to "
                            + here.topic + ", and windows cannot belong to both");
        }
        Windows telling = here;
        here.last = record;
        here.lastMs = Long.MIN_VALUE;
        return here.partition.accept(record.originalKafkaOffset(), group, row, told -> tell(telling, told, output));
    }

    /** Closes the windows of a partition without records for so long. The first heartbeat after a record starts the time. */
    void closeIfIdle(long nowMs, long timeoutMs, Output output) {
        Windows here = windows;
        if (here == null || here.open.isEmpty()) {
            return;
        }
        if (here.lastMs == Long.MIN_VALUE) {
            here.lastMs = nowMs;
        } else if (nowMs - here.lastMs >= timeoutMs) {
            long latestEnd = rules.aggregate().grid().endOf(here.open.latestStart());
            here.partition.advanceTo(latestEnd + rules.aggregate().grid().graceMs(), told -> tell(here, told, output));
        }
    }

    private void tell(Windows here, ToldWindow<Group> told, Output output) {
        AggregatedWindow plain = here.aggregate.tell(told.window());
        AggregatedWindow window = here.partitionField == null ? plain : here.partitionField.addTo(plain);
        SinkRecord closing = here.last;
        SinkRecord record = new SinkRecord(
                window.topic(),
                closing.kafkaPartition(),
                window.keySchema(),
                window.key(),
                window.schema(),
                window.value(),
                told.closingOffset(),
                window.timestampMs(),
                TimestampType.CREATE_TIME,
                List.of(),
                closing.originalTopic(),
                closing.originalKafkaPartition(),
                told.closingOffset());
        WindowIdentity identity = new WindowIdentity(
                told.window().startMs() * NANOS_PER_MS,
                told.window().endMs() * NANOS_PER_MS,
                window.groupFields(),
                window.sourceSchema());
        counts.told(window.droppedColumns());
        output.emit(new OutgoingRecord(
                record,
                closing,
                new TopicPartition(closing.originalTopic(), closing.originalKafkaPartition()),
                told.neededOffset(),
                told.closingOffset(),
                identity));
    }

    OptionalLong neededOffset() {
        return windows == null ? OptionalLong.empty() : windows.partition.neededOffset();
    }

    int openWindows() {
        return windows == null ? 0 : windows.open.size();
    }

    void clear() {
        if (windows != null) {
            windows.partition.clear();
        }
    }
}
