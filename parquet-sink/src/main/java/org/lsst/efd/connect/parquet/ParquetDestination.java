package org.lsst.efd.connect.parquet;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.common.sink.Destination;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.PauseRequest;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.common.sink.Restarts;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.connect.parquet.lanes.Lanes;
import org.lsst.efd.connect.parquet.paths.PathOfRecord;
import org.lsst.efd.connect.parquet.rows.RowShape;
import org.lsst.efd.connect.parquet.rows.RowSource;
import org.lsst.efd.connect.parquet.shapes.Shapes;

/**
 * Files as the end of the pipeline: each record becomes a row of an open file, and files appear when they end.
 *
 * <p>Records are accepted at once and never given back: above the budget consumption pauses. Task thread only.
 */
final class ParquetDestination implements Destination {
    private final RecordTime time;
    private final boolean usesTime;
    private final PathOfRecord path;
    private final Shapes shapes;
    private final Custody custody;
    private final Lanes lanes;
    private final AtomicLong badRecords = new AtomicLong();
    private int openPartitions;

    ParquetDestination(ParquetSinkConfig config, Custody custody, Lanes lanes, Clock clock) {
        this.time = config.recordTime(clock);
        this.path = new PathOfRecord(config.pathTemplate());
        this.usesTime = config.usesTime() || path.usesTime();
        this.shapes = config.shapes();
        this.custody = custody;
        this.lanes = lanes;
    }

    @Override
    public Map<TopicPartition, Position> open(Collection<TopicPartition> partitions) {
        lanes.open(partitions);
        openPartitions += partitions.size();
        return Map.of();
    }

    @Override
    public void write(OutgoingRecord record) {
        try {
            long timeNs = timeOf(record);
            RowShape shape = shapes.shapeOf(record);
            lanes.write(new RowSource(record, timeNs), shape, path.of(record, timeNs));
        } catch (DataException impossible) {
            badRecords.incrementAndGet();
            throw impossible;
        }
    }

    private long timeOf(OutgoingRecord record) {
        if (!usesTime) {
            return 0;
        }
        return record.window() == null
                ? time.eventTimeNs(record.record())
                : record.window().timeNs();
    }

    @Override
    public void heartbeat(long nowMs, Restarts restarts) {
        lanes.heartbeat(nowMs, restarts);
    }

    @Override
    public long msToNextDeadline(long nowMs) {
        return lanes.msToNextDeadline();
    }

    @Override
    public PauseRequest pauseRequest() {
        PauseRequest request = custody.pauseRequest();
        lanes.counts().paused(request.all() ? openPartitions : request.some().size());
        return request;
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
        lanes.forget(partition);
    }

    /** The next owner reads again what is dropped here: Connect has committed for the last time. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        lanes.close(partitions);
        openPartitions -= partitions.size();
    }

    @Override
    public void stop() {
        lanes.stop();
    }

    /** Registers what a person may want to see. */
    void registerIn(TaskMetrics metrics) {
        lanes.counts().registerIn(metrics);
        metrics.gauge("buffered-bytes", "Heap that holds records on their way", custody::heldBytes);
        metrics.gauge("bad-records-total", "Records that can never be written", badRecords::get);
    }
}
