package org.lsst.efd.connect.common.sink;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.metrics.TaskMetrics;

/**
 * What a sink task forwards its calls to: gate, then stage, then destination. It alone reasons about offsets.
 *
 * <ol>
 *   <li>Each offset of a partition reaches the stage once within an opening, also where Connect delivers a batch again.
 *   <li>A restart closes and opens one partition: gate, stage and destination forget it, then Connect goes back.
 *   <li>Records of a partition that is not open are dropped; so are those of a batch that comes again, whose partition
 *       was closed since, also if it is open again.
 *   <li>Closing tolerates partitions that never were open.
 *   <li>Opening says of each partition whether it is paused.
 *   <li>{@link #preCommit} returns the minimum of what Connect passes and what pipeline, stage and destination still
 *       need, and nothing for a partition whose stage has moved past what Connect passes. It is a pure query that does
 *       not throw, and does not go back within an opening, restarts excepted.
 * </ol>
 *
 * <p>Offsets are those of the consumed record, never those a transform may have rewritten. Task thread only, but for the
 * counts.
 */
public final class SinkPipeline implements HoldsOffsets {
    private static final long PAUSED_TIMEOUT_MS = 100;
    private static final long COMMIT_INTERVAL_MS = 1000;

    private final SinkTaskContext context;
    private final Stage stage;
    private final Destination destination;
    private final BadRecords badRecords;
    private final NullValues nullValues;
    private final Clock clock;

    private final OpenPartitions gate = new OpenPartitions();
    private final Redelivery redelivery = new Redelivery();
    private final ArrayDeque<OutgoingRecord> pending = new ArrayDeque<>();
    private final Map<TopicPartition, Position> wantedRestarts = new LinkedHashMap<>();
    private final Flow flow;
    private long commitRequestedMs;
    private final AtomicLong recordsTaken = new AtomicLong();
    private final AtomicLong nullsIgnored = new AtomicLong();

    /** A pipeline with nothing open. */
    public SinkPipeline(
            SinkTaskContext context,
            Stage stage,
            Destination destination,
            BadRecords badRecords,
            NullValues nullValues,
            Clock clock) {
        this.context = context;
        this.stage = stage;
        this.destination = destination;
        this.badRecords = badRecords;
        this.nullValues = nullValues;
        this.clock = clock;
        this.flow = new Flow(context);
    }

    /** Begins partitions; forwarded from the task. */
    public void open(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        close(partitions.stream().filter(gate::isOpen).toList());
        Map<TopicPartition, Position> positions = destination.open(partitions);
        for (TopicPartition partition : partitions) {
            Position position = positions.get(partition);
            stage.open(partition);
            gate.open(partition, position, false);
            if (position != null) {
                context.offset(partition, position.neededOffset());
            }
        }
        flow.opened(partitions, destination.pauseRequest());
    }

    /** Ends partitions; forwarded from the task. */
    public void close(Collection<TopicPartition> partitions) {
        List<TopicPartition> closed = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            redelivery.closed(partition);
            if (gate.close(partition)) {
                stage.close(partition);
                drop(partition);
                wantedRestarts.remove(partition);
                closed.add(partition);
            }
        }
        if (!closed.isEmpty()) {
            destination.close(closed);
            flow.closed(closed);
        }
    }

    /**
     * Takes a batch; forwarded from the task.
     *
     * @throws RetriableException if the store is away: Connect delivers the same batch again
     * @throws ConnectException if the task must fail
     */
    public void put(Collection<SinkRecord> batch) {
        try {
            gate.rewound();
            drain();
            for (SinkRecord record : batch) {
                take(record);
            }
            long nowMs = clock.millis();
            stage.heartbeat(nowMs, pending::add);
            drain();
            destination.heartbeat(nowMs, this::restart);
            badRecords.settle();
            finish();
        } catch (RetriableException storeAway) {
            redelivery.expect(batch);
            throw storeAway;
        }
        redelivery.taken();
    }

    private void take(SinkRecord record) {
        OpenPartitions.Opening opening = gate.find(record);
        long offset = record.originalKafkaOffset();
        if (opening == null || opening.hasTaken(offset) || redelivery.isStale(record)) {
            return;
        }
        Position missed = opening.missedStart(offset);
        if (missed != null) {
            destination.positionLost(opening.partition(), missed, offset);
            opening.forgetTold();
        }
        if (record.value() != null || nullValues == NullValues.PASS) {
            try {
                stage.accept(record, opening.partition(), pending::add);
            } catch (DataException bad) {
                badRecords.report(record, "data", bad);
            }
        } else if (nullValues == NullValues.FAIL) {
            badRecords.report(record, "null", new DataException("the record has no value"));
        } else {
            nullsIgnored.incrementAndGet();
        }
        opening.take(offset);
        recordsTaken.incrementAndGet();
        drain();
    }

    /** What the destination cannot take now stays pending, and is needed. */
    private void drain() {
        for (OutgoingRecord record = pending.peek(); record != null; record = pending.peek()) {
            OpenPartitions.Opening opening = gate.find(record.partition());
            if (opening != null && !opening.hasTold(record.toldOffset())) {
                write(record);
            }
            pending.remove();
        }
    }

    private void write(OutgoingRecord record) {
        try {
            destination.write(record);
        } catch (DataException bad) {
            DataException located = record.error(String.valueOf(bad.getMessage()));
            located.initCause(bad);
            badRecords.report(record.source(), "data", located);
        }
    }

    private void finish() {
        wantedRestarts.forEach(this::restartNow);
        wantedRestarts.clear();
        flow.apply(destination.pauseRequest(), gate.all());
        long nowMs = clock.millis();
        long waitMs = destination.msToNextDeadline(nowMs);
        waitMs = flow.isAnyPaused() ? Math.min(waitMs, PAUSED_TIMEOUT_MS) : waitMs;
        if (waitMs != Long.MAX_VALUE) {
            context.timeout(Math.max(1, waitMs));
        }
        if (nowMs - commitRequestedMs >= COMMIT_INTERVAL_MS && destination.wantsCommit()) {
            commitRequestedMs = nowMs;
            context.requestCommit();
        }
    }

    /**
     * Has a partition read again, see {@link Restarts}. Every way back goes through here, or the stage would count the
     * records twice.
     */
    public void restart(TopicPartition partition, Position position) {
        if (gate.isOpen(partition)) {
            wantedRestarts.put(partition, position);
        }
    }

    private void restartNow(TopicPartition partition, Position position) {
        stage.close(partition);
        drop(partition);
        destination.forget(partition);
        stage.open(partition);
        gate.open(partition, position, true);
        context.offset(partition, position.neededOffset());
    }

    private void drop(TopicPartition partition) {
        pending.removeIf(record -> record.partition().equals(partition));
    }

    /** The offsets that are safe to commit; forwarded from the task. */
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        consumed.forEach((partition, offset) -> {
            OpenPartitions.Opening opening = gate.find(partition);
            if (opening != null && !isBehindStage(partition, offset.offset())) {
                long limit = Math.min(offset.offset(), opening.commitLimit());
                limit = Math.min(limit, neededOr(this, partition, limit));
                limit = Math.min(limit, neededOr(stage, partition, limit));
                limit = Math.min(limit, neededOr(destination, partition, limit));
                safe.put(partition, new OffsetAndMetadata(opening.commit(limit)));
            }
        });
        return safe;
    }

    /**
     * While a batch is refused Connect passes the offset of its begin. A stage that has taken records of it already may
     * need only later ones, and cannot begin at any offset in between: then nothing is committed.
     */
    private boolean isBehindStage(TopicPartition partition, long consumed) {
        return consumed < neededOr(stage, partition, consumed);
    }

    private static long neededOr(HoldsOffsets holder, TopicPartition partition, long otherwise) {
        return holder.oldestNeededOffset(partition).orElse(otherwise);
    }

    /** What the pipeline itself has in hand: records that the destination could not take yet. */
    @Override
    public OptionalLong oldestNeededOffset(TopicPartition partition) {
        return pending.stream()
                .filter(record -> record.partition().equals(partition))
                .mapToLong(OutgoingRecord::neededOffset)
                .min();
    }

    /** Ends the task; forwarded from it. */
    public void stop() {
        destination.stop();
    }

    /** Records that passed the gate, bad ones and those without value included. */
    public long recordsTaken() {
        return recordsTaken.get();
    }

    /** Records without value that were dropped. */
    public long nullsIgnored() {
        return nullsIgnored.get();
    }

    /** Registers what the stage counts. */
    public void registerStageIn(TaskMetrics metrics) {
        stage.registerIn(metrics);
    }

    /** Registers the count of records without value that were dropped, for sinks that do not count them. */
    public void registerNullsIn(TaskMetrics metrics) {
        metrics.gauge("null-values-total", "Records without value that were ignored", nullsIgnored::get);
    }
}
