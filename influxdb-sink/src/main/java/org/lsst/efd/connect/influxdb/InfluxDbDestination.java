package org.lsst.efd.connect.influxdb;

import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
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
import org.lsst.efd.connect.influxdb.database.DatabaseConnection;
import org.lsst.efd.connect.influxdb.lanes.Fate;
import org.lsst.efd.connect.influxdb.lanes.Lanes;
import org.lsst.efd.connect.influxdb.lanes.Target;
import org.lsst.efd.connect.influxdb.line.PointEncoder;
import org.lsst.efd.connect.influxdb.time.PointTime;
import org.lsst.efd.connect.influxdb.write.RejectionKind;
import org.lsst.efd.connect.influxdb.write.WriteConnection;
import org.lsst.efd.connect.influxdb.write.WriteTarget;

/**
 * InfluxDB as the end of the pipeline: takes custody of records as lines and sends them in lanes.
 *
 * <p>Records are accepted at once and never given back: what the server does not take for now is kept and sent again, and
 * above the budget consumption pauses. Task thread only, but for the senders' reports.
 */
final class InfluxDbDestination implements Destination {
    private static final long ATTENTION_MS = 500;

    private final PointEncoder encoder;
    private final PointTime time;
    private final RetainedSize retainedSize = new RetainedSize();
    private final Custody custody;
    private final BadRecords badRecords;
    private final boolean areExpiredReported;
    private final OkHttpClient http;
    private final DatabaseConnection database;
    private final Lanes lanes;
    private final Queue<Rejected> rejected = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable ConnectException> failure = new AtomicReference<>();
    private final AtomicLong expired = new AtomicLong();
    private final AtomicLong empty = new AtomicLong();
    private final Map<RejectionKind, AtomicLong> bad = new EnumMap<>(RejectionKind.class);

    InfluxDbDestination(InfluxDbSinkConfig config, BadRecords badRecords, Clock clock) {
        this.badRecords = badRecords;
        for (RejectionKind kind : RejectionKind.values()) {
            bad.put(kind, new AtomicLong());
        }
        this.encoder = new PointEncoder(config.pointRules());
        this.time = config.pointTime(clock);
        this.custody = new Custody(config.bufferMaxBytes());
        this.areExpiredReported = config.areExpiredReported();
        this.http = config.httpSetup().client();
        this.database = config.database(http, clock, problem -> failure.compareAndSet(null, problem));
        WriteTarget target = config.writeTarget();
        OptionalInt gzipLevel = config.gzipLevel();
        this.lanes = new Lanes(
                config.laneRules(),
                () -> new WriteConnection(http, target, gzipLevel),
                new Target(target.toString(), database),
                custody,
                new Reports());
    }

    /** A record that the server refused, until the task thread looks at it. */
    private record Rejected(OutgoingRecord record, CustodyBatch batch, RejectionKind kind, String reason) {}

    /** What the senders tell, on their threads. */
    private final class Reports implements Fate {
        @Override
        public void rejected(OutgoingRecord record, CustodyBatch batch, RejectionKind kind, String reason) {
            batch.retain();
            rejected.add(new Rejected(record, batch, kind, reason));
        }

        @Override
        public void failed(ConnectException problem) {
            failure.compareAndSet(null, problem);
        }
    }

    /** Starts the senders and the preparation of the database. */
    void start() {
        database.start();
        lanes.start();
    }

    @Override
    public Map<TopicPartition, Position> open(Collection<TopicPartition> partitions) {
        return Map.of();
    }

    @Override
    public void write(OutgoingRecord record) {
        try {
            accept(record);
        } catch (DataException impossible) {
            count(RejectionKind.ENCODING);
            throw impossible;
        }
    }

    private void count(RejectionKind kind) {
        AtomicLong ofKind = bad.get(kind);
        if (ofKind != null) {
            ofKind.incrementAndGet();
        }
    }

    private void accept(OutgoingRecord record) {
        long timeNs = time.timeNs(record);
        if (timeNs < database.expiredBeforeNs()) {
            expired.incrementAndGet();
            if (areExpiredReported) {
                throw new DataException("its time is before what the retention policy keeps");
            }
            return;
        }
        long wireTime = time.onWire(timeNs, record.toldOffset());
        List<String> groups =
                record.window() == null ? List.of() : record.window().groupFields();
        int bytes = lanes.append(
                record,
                retainedSize.of(record.source()),
                into -> encoder.encode(record.record(), groups, wireTime, into));
        if (bytes == 0) {
            empty.incrementAndGet();
        }
    }

    @Override
    public void heartbeat(long nowMs, Restarts restarts) {
        for (Rejected next = rejected.poll(); next != null; next = rejected.poll()) {
            settle(next);
        }
        ConnectException problem = failure.get();
        if (problem != null) {
            throw new ConnectException(problem.getMessage(), problem);
        }
    }

    private void settle(Rejected refusal) {
        OutgoingRecord record = refusal.record();
        if (time.timeNs(record) < database.expiredBeforeNs()) {
            expired.incrementAndGet();
            if (!areExpiredReported) {
                refusal.batch().release();
                return;
            }
        }
        count(refusal.kind());
        badRecords.handOver(
                record.source(), refusal.kind().label(), new DataException(refusal.reason()), refusal.batch()::release);
    }

    /** What is on its way may come back as a bad record or a failure at any time. */
    @Override
    public long msToNextDeadline(long nowMs) {
        return custody.heldBytes() > 0 ? ATTENTION_MS : Long.MAX_VALUE;
    }

    @Override
    public PauseRequest pauseRequest() {
        PauseRequest request = custody.pauseRequest();
        lanes.pause(request);
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
        drop(List.of(partition));
    }

    /** The next owner reads again what is dropped here: Connect has committed for the last time. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        drop(partitions);
    }

    private void drop(Collection<TopicPartition> partitions) {
        partitions.forEach(custody::forget);
        lanes.discard(partitions);
        for (Rejected next : List.copyOf(rejected)) {
            if (partitions.contains(next.record().partition()) && rejected.remove(next)) {
                next.batch().release();
            }
        }
    }

    @Override
    public void stop() {
        lanes.close();
        database.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /** Registers what a person may want to see. */
    void registerIn(TaskMetrics metrics) {
        lanes.counts().registerIn(metrics);
        encoder.counts().registerIn(metrics);
        metrics.gauge("buffered-bytes", "Bytes in custody", custody::heldBytes);
        metrics.gauge(
                "seconds-since-last-ack", "Seconds since a point was stored, while some wait to be", this::ackAge);
        metrics.gauge("expired-points-total", "Points older than the retention policy keeps", expired::get);
        metrics.gauge("skipped-points-total", "Records without any field", empty::get);
        bad.forEach((kind, count) -> metrics.gauge(
                "bad-records-total", "Records that can never be written", Map.of("reason", kind.label()), count::get));
    }

    private double ackAge() {
        long lastMs = lanes.counts().lastStoredMs();
        return custody.heldBytes() == 0 || lastMs == 0 ? 0 : (System.currentTimeMillis() - lastMs) / 1000.0;
    }
}
