package org.lsst.efd.connect.oracle;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.custody.CustodyBatch;
import org.lsst.efd.connect.common.custody.RetainedSize;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.sink.Destination;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.PauseRequest;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.common.sink.Restarts;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.row.RowEncoder;
import org.lsst.efd.connect.oracle.write.DatabaseFacts;
import org.lsst.efd.connect.oracle.write.UnitBatch;
import org.lsst.efd.connect.oracle.write.Units;
import org.lsst.efd.connect.oracle.write.WriteCounts;
import org.lsst.efd.connect.oracle.write.Writer;
import org.lsst.efd.connect.oracle.write.WriterRules;

/**
 * A database as the end of the pipeline: records become rows, rows wait in units, and one thread writes the units in
 * transactions together with the positions of their partitions.
 *
 * <ol>
 *   <li>A partition is claimed before rows of it are made: until then it is paused, and what comes nevertheless waits.
 *   <li>Rows leave for the writer only between two {@code put}s, so that what one record told stays together.
 *   <li>Records are never given back: what the database does not take for now is tried again, and above the budget
 *       consumption pauses.
 * </ol>
 *
 * <p>Task thread only.
 */
final class OracleDestination implements Destination {
    private static final long OPEN_LIMIT_MS = 3000;
    private static final long ATTENTION_MS = 100;

    private final OracleSinkConfig config;
    private final BadRecords badRecords;
    private final Clock clock;
    private final Custody custody;
    private final Units units;
    private final RetainedSize retainedSize = new RetainedSize();
    private final WriteCounts counts = new WriteCounts();
    private final Writer writer;
    private final TaskMetrics metrics;

    private final Map<TopicPartition, Opening> openings = new HashMap<>();
    private final Set<Opening> unclaimed = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable RowEncoder encoder;

    /** A record of a partition that is not claimed yet. */
    private record Waiting(OutgoingRecord record, CustodyBatch batch) {}

    OracleDestination(
            OracleSinkConfig config, WriterRules rules, BadRecords badRecords, TaskMetrics metrics, Clock clock) {
        this.config = config;
        this.badRecords = badRecords;
        this.metrics = metrics;
        this.clock = clock;
        this.custody = new Custody(config.bufferMaxBytes());
        this.units = new Units(custody);
        this.writer = new Writer(rules, badRecords, counts, clock);
        counts.registerIn(metrics);
        metrics.gauge("buffered-bytes", "Bytes in custody", custody::heldBytes);
        metrics.gauge("open-statements", "Prepared statements of the connections of rows", writer::openStatements);
    }

    void start() {
        writer.start();
    }

    @Override
    public Map<TopicPartition, Position> open(Collection<TopicPartition> partitions) {
        List<Opening> fresh = partitions.stream().map(Opening::new).toList();
        fresh.forEach(opening -> openings.put(opening.partition(), opening));
        writer.claim(fresh);
        if (!writer.awaitClaimed(fresh, OPEN_LIMIT_MS)) {
            unclaimed.addAll(fresh);
            return Map.of();
        }
        Map<TopicPartition, Position> starts = new HashMap<>();
        fresh.forEach(opening -> opening.start().ifPresent(position -> starts.put(opening.partition(), position)));
        return starts;
    }

    @Override
    public void positionLost(TopicPartition partition, Position expected, long firstOffset) {
        if (!config.restartsOnReset()) {
            Destination.super.positionLost(partition, expected, firstOffset);
        }
    }

    @Override
    public void write(OutgoingRecord record) {
        Opening opening = openings.get(record.partition());
        if (opening == null) {
            throw new IllegalStateException(record.partition() + " is not open");
        }
        if (unclaimed.contains(opening)) {
            CustodyBatch batch = custody.newBatch();
            batch.add(record, retainedSize.of(record.source()));
            waiting.add(new Waiting(record, batch));
        } else {
            accept(record, opening);
        }
    }

    private void accept(OutgoingRecord record, Opening opening) {
        encoder()
                .encode(record, opening)
                .ifPresent(encoded -> units.add(
                        encoded.table(),
                        encoded.row(),
                        retainedSize.of(record.source()) + encoded.row().sizeBytes(),
                        clock.millis()));
    }

    private RowEncoder encoder() {
        RowEncoder known = encoder;
        if (known == null) {
            DatabaseFacts facts =
                    writer.facts().orElseThrow(() -> new IllegalStateException("no partition is claimed"));
            known = config.encoder(facts, clock);
            known.counts().registerIn(metrics);
            encoder = known;
        }
        return known;
    }

    @Override
    public void heartbeat(long nowMs, Restarts restarts) {
        ConnectException failure = writer.failure();
        if (failure != null) {
            throw new ConnectException(failure.getMessage(), failure);
        }
        welcomeClaimed(restarts);
        units.takeDue(nowMs).forEach(writer::submit);
        // many tables fill the budget before one of them is due, and what is paused does not grow: an idle writer would
        // wait
        boolean isMuch = units.bytes() > config.bufferMaxBytes() / 4
                || custody.pauseRequest().isAny();
        if (isMuch && writer.isIdle()) {
            units.takeAll().forEach(writer::submit);
        }
    }

    /** Partitions that were claimed late are read from where the database says, or go on with what waits. */
    private void welcomeClaimed(Restarts restarts) {
        List<Opening> claimed = unclaimed.stream().filter(Opening::isClaimed).toList();
        for (Opening opening : claimed) {
            unclaimed.remove(opening);
            if (opening.start().isPresent()) {
                restarts.restart(opening.partition(), opening.start().get());
            } else {
                takeWaiting(opening.partition()).forEach(held -> acceptLate(held, opening));
            }
        }
    }

    private List<Waiting> takeWaiting(TopicPartition partition) {
        List<Waiting> taken = waiting.stream()
                .filter(held -> held.record().partition().equals(partition))
                .toList();
        waiting.removeAll(taken);
        return taken;
    }

    private void acceptLate(Waiting held, Opening opening) {
        try {
            accept(held.record(), opening);
            held.batch().release();
        } catch (DataException bad) {
            badRecords.handOver(
                    held.record().source(),
                    "data",
                    held.record().error(String.valueOf(bad.getMessage())),
                    held.batch()::release);
        }
    }

    @Override
    public long msToNextDeadline(long nowMs) {
        long dueMs = units.nextDueMs();
        long waitMs = dueMs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, dueMs - nowMs);
        return writer.isBusy() ? Math.min(waitMs, ATTENTION_MS) : waitMs;
    }

    @Override
    public PauseRequest pauseRequest() {
        PauseRequest full = custody.pauseRequest();
        if (full.all() || unclaimed.isEmpty()) {
            return full;
        }
        Set<TopicPartition> some = new HashSet<>(full.some());
        unclaimed.forEach(opening -> some.add(opening.partition()));
        return new PauseRequest(false, some);
    }

    @Override
    public boolean wantsCommit() {
        return custody.takeNewlySafe();
    }

    @Override
    public OptionalLong oldestNeededOffset(TopicPartition partition) {
        return custody.oldestNeededOffset(partition);
    }

    @Override
    public void forget(TopicPartition partition) {
        Opening old = openings.get(partition);
        drop(partition);
        if (old != null) {
            old.close();
            Opening next = old.reopened();
            openings.put(partition, next);
        }
    }

    private void drop(TopicPartition partition) {
        units.drop(partition);
        takeWaiting(partition).forEach(held -> held.batch().release());
        custody.forget(partition);
    }

    /** What is complete is written while there is time: its position counts, although Connect commits no more. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        Set<Opening> closing = new HashSet<>();
        for (TopicPartition partition : partitions) {
            Opening opening = openings.get(partition);
            if (opening != null) {
                closing.add(opening);
            }
        }
        if (config.isExactlyOnce()) {
            List<UnitBatch> last = units.takeOf(partitions);
            last.forEach(writer::submit);
            writer.awaitWritten(closing, config.closeTimeout().toMillis());
        }
        for (Opening opening : closing) {
            opening.close();
            unclaimed.remove(opening);
            openings.remove(opening.partition());
            drop(opening.partition());
        }
    }

    @Override
    public void stop() {
        writer.close();
    }
}
