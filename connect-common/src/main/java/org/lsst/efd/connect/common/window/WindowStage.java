package org.lsst.efd.connect.common.window;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.aggregate.LatePolicy;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.Output;
import org.lsst.efd.connect.common.sink.Stage;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.window.PartitionWindows;
import org.lsst.efd.window.statistics.SamplePool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage that tells windows in place of records.
 *
 * <ol>
 *   <li>It keeps no state outside Kafka. After a restart each window is told again with the same numbers, or not at all
 *       ({@link PartitionWindows}).
 *   <li>A told window carries the offset needed before it closed and that of the record that closed it, so that a
 *       destination with positions of its own writes it once.
 *   <li>Windows are those of one partition; {@link PartitionMode} keeps partitions from overwriting each other.
 *   <li>Records of excluded topics pass as they are.
 * </ol>
 *
 * <p>Task thread only, but for {@link #counts}.
 */
public final class WindowStage implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(WindowStage.class);
    private static final long MS_BETWEEN_WARNINGS = 60_000;
    private static final long MS_BETWEEN_COUNTS = 1_000;

    private final WindowRules rules;
    private final RecordTime time;
    private final Clock clock;
    private final SamplePool samples;
    private final WindowCounts counts = new WindowCounts();
    private final Map<String, TopicAggregate> topics = new HashMap<>();
    private final Map<String, Boolean> isPassed = new HashMap<>();
    private final Map<TopicPartition, WindowedPartition> partitions = new HashMap<>();
    private final Set<TopicPartition> everOpened = new HashSet<>();
    private final Map<String, Long> warnedMs = new HashMap<>();
    private long countedMs;

    /**
     * A stage with nothing open.
     *
     * @param time event time, with the limit of the future that protects the clock of a partition
     */
    public WindowStage(WindowRules rules, RecordTime time, Clock clock) {
        this.rules = rules;
        this.time = time;
        this.clock = clock;
        this.samples = rules.aggregate().samplePool();
    }

    @Override
    public void open(TopicPartition partition) {
        boolean isFirstOpening = everOpened.add(partition);
        boolean trustsFirstRecord = rules.firstWindow() == FirstWindow.LOG_START && isFirstOpening;
        partitions.put(partition, new WindowedPartition(rules, samples, counts, trustsFirstRecord));
    }

    @Override
    public void close(TopicPartition partition) {
        WindowedPartition closed = partitions.remove(partition);
        if (closed != null) {
            closed.clear();
        }
    }

    @Override
    public void accept(SinkRecord record, TopicPartition partition, Output output) {
        if (passes(record.topic())) {
            output.emit(OutgoingRecord.passing(record, partition));
            return;
        }
        if (rules.partitions() == PartitionMode.SINGLE && partition.partition() != 0) {
            throw new ConnectException("Windows of " + partition + " could overwrite those of other partitions; set "
                    + WindowSettings.PARTITION_MODE
                    + " to keyed if each group lives in one partition, or to separate to "
                    + "tell windows of each partition");
        }
        WindowedPartition windows = partitions.get(partition);
        if (windows == null) {
            throw new IllegalStateException(partition + " is not open");
        }
        TopicAggregate aggregate =
                topics.computeIfAbsent(record.topic(), topic -> new TopicAggregate(topic, rules.aggregate(), clock));
        switch (windows.accept(record, time.eventTimeNs(record), aggregate, output)) {
            case ADDED -> {}
            case LATE -> late(record);
            case BEFORE_FIRST_RECORD -> counts.beforeFirstWindow();
            case TOO_MANY_GROUPS ->
                warn(
                        record.topic(),
                        counts.tooManyGroups(),
                        "dropped, because too many groups of their topic are open");
        }
    }

    private boolean passes(String topic) {
        return isPassed.computeIfAbsent(
                topic, name -> rules.passedTopics().matcher(name).matches());
    }

    private void late(SinkRecord record) {
        long late = counts.late();
        if (rules.aggregate().late() == LatePolicy.REPORT) {
            throw new DataException("all windows of the record are closed");
        }
        warn(record.topic(), late, "dropped, because all their windows are closed; a longer grace would admit them");
    }

    private void warn(String topic, long count, String what) {
        long nowMs = clock.millis();
        Long lastMs = warnedMs.get(topic + what);
        if (lastMs == null || nowMs - lastMs >= MS_BETWEEN_WARNINGS) {
            warnedMs.put(topic + what, nowMs);
            LOG.warn("Topic {}: records {} ({} records of all topics so far)", topic, what, count);
        }
    }

    @Override
    public void heartbeat(long nowMs, Output output) {
        long timeoutMs = rules.idleTimeout().toMillis();
        if (timeoutMs > 0) {
            partitions.values().forEach(partition -> partition.closeIfIdle(nowMs, timeoutMs, output));
        }
        if (nowMs >= countedMs + MS_BETWEEN_COUNTS || nowMs < countedMs) {
            countedMs = nowMs;
            counts.holding(openWindows(), sampleBytes());
        }
    }

    @Override
    public OptionalLong oldestNeededOffset(TopicPartition partition) {
        WindowedPartition windows = partitions.get(partition);
        return windows == null ? OptionalLong.empty() : windows.neededOffset();
    }

    @Override
    public void registerIn(TaskMetrics metrics) {
        counts.registerIn(metrics);
    }

    /** What was told and what was not. */
    public WindowCounts counts() {
        return counts;
    }

    /** Windows that hold records, each group counted; task thread only. */
    int openWindows() {
        return partitions.values().stream()
                .mapToInt(WindowedPartition::openWindows)
                .sum();
    }

    /** Bytes of the samples in open windows; task thread only. */
    long sampleBytes() {
        return samples.usedBytes();
    }
}
