package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.common.sink.Restarts;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.FileFormat;
import org.lsst.efd.connect.parquet.files.StagedFile;
import org.lsst.efd.connect.parquet.paths.FilePath;
import org.lsst.efd.connect.parquet.rows.RowShape;
import org.lsst.efd.connect.parquet.rows.RowSource;
import org.lsst.efd.connect.parquet.store.FileStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All lanes of a task: which record goes to which open file, when each ends, and what becomes of it.
 *
 * <ol>
 *   <li>A file is published after the put in which it ended ({@link FileEnds}).
 *   <li>Lanes end their files independently of each other ({@link Rotation}, {@link Relief}).
 *   <li>Where a name is taken, all of the partition is dropped and read again from the lowest offset that it needs: what
 *       another owner has published is skipped then.
 *   <li>Nothing here waits for the store but {@link #close} and {@link #stop}, and these not for long.
 * </ol>
 *
 * <p>Task thread only.
 */
public final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final long ATTENTION_MS = 200;
    private static final long LOOK_AGAIN_MS = 1000;
    private static final long MIN_LANE_LIFE_MS = 60_000;
    private static final long MAX_LANE_LIFE_MS = 600_000;

    private final LaneRules rules;
    private final Rotation rotation;
    private final FileStore store;
    private final Custody custody;
    private final LaneCounts counts = new LaneCounts();
    private final LaneWork work;
    private final Writers writers;
    private final MonotonicClock clock = new MonotonicClock();
    private final Deadlines deadlines = new Deadlines();
    private final OpenFiles openFiles = new OpenFiles(counts);
    private final FileEnds ends;
    private final Relief relief;
    private final Map<TopicPartition, PartitionLanes> partitions = new HashMap<>();
    private final List<Lane> full = new ArrayList<>();
    private final List<PartitionLanes> late = new ArrayList<>();

    /**
     * Nothing is open.
     *
     * @param format of new files
     * @param readable formats of files that may have been published before
     */
    public Lanes(LaneRules rules, FileStore store, FileFormat format, List<FileFormat> readable, Custody custody) {
        this.rules = rules;
        this.rotation = new Rotation(rules);
        this.store = store;
        this.custody = custody;
        this.work = new LaneWork(store, readable, new ConcurrentLinkedQueue<>(), new AtomicLong(), counts);
        this.writers = new Writers(store, rules, counts);
        this.ends = new FileEnds(rules, format, work, openFiles);
        this.relief = new Relief(rules, custody, work, openFiles, ends);
    }

    /** Starts the writer threads, and with them the preparation of the store. */
    public void start(long nowMs) {
        clock.advance(nowMs);
        writers.prepare(new Job() {
            @Override
            public void run() throws java.io.IOException {
                store.prepare(rules.owner());
            }

            @Override
            public String toString() {
                return "preparing the store";
            }
        });
    }

    /** Begins partitions. */
    public void open(Collection<TopicPartition> opened) {
        opened.forEach(partition -> partitions.put(partition, new PartitionLanes(partition)));
    }

    /**
     * Takes a record.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it can never be written; nothing has changed then
     */
    public void write(RowSource source, RowShape shape, FilePath path) {
        OutgoingRecord record = source.record();
        PartitionLanes partition = partitions.get(record.partition());
        if (partition == null) {
            return;
        }
        Lane lane = partition.find(path.directory(), shape.fingerprint());
        if (lane == null) {
            partition.checkValues(path, rules.pathValuesMax());
            lane = newLane(partition, path, shape);
        }
        lane.used(clock.nowMs());
        if (lane.isPublished(record)) {
            counts.alreadyPublished(1);
            return;
        }
        append(partition, lane, source, shape, path);
        lane.saw(record);
        if (path.untilNs() != Long.MAX_VALUE
                && partition.advance(source.timeNs(), rules.rotation().lateNs())) {
            late.add(partition);
        }
    }

    private Lane newLane(PartitionLanes partition, FilePath path, RowShape shape) {
        LaneKey key = new LaneKey(partition.partition(), path.directory(), shape.fingerprint());
        Lane lane = new Lane(key, new Strand(writers), clock.nowMs());
        partition.add(lane);
        lane.strand().submit(new LookUp(lane, work));
        deadlines.add(lane, clock.nowMs() + laneLifeMs());
        return lane;
    }

    private long laneLifeMs() {
        return Math.max(MIN_LANE_LIFE_MS, Math.min(rules.rotation().idleMs(), MAX_LANE_LIFE_MS));
    }

    private void append(PartitionLanes partition, Lane lane, RowSource source, RowShape shape, FilePath path) {
        OpenFile file = lane.open();
        if (file != null && lane.isTold() && file.mayEndBefore(source.record().toldOffset())) {
            RotationReason reason = rotation.reasonToEndBefore(file, source, shape);
            if (reason != null) {
                ends.end(partition, lane, file, reason);
                file = null;
            }
        }
        if (file == null) {
            appendFirst(partition, lane, source, newFile(partition, shape, path));
        } else if (file.shape() == shape) {
            appended(lane, file, file.append(source, clock.nowMs(), !lane.isTold()));
        } else {
            throw new DataException(
                    "its schema came to have other columns while the file of the one before cannot end yet");
        }
    }

    private OpenFile newFile(PartitionLanes partition, RowShape shape, FilePath path) {
        partition.checkValues(path, rules.pathValuesMax());
        boolean isLate = partition.isPast(path.untilNs(), rules.rotation().lateNs());
        StagedFile staged =
                new StagedFile(store.stagingDirectory().resolve(rules.owner() + UUID.randomUUID() + ".staged"));
        return new OpenFile(shape, path, custody.newBatch(), staged, clock.nowMs(), isLate);
    }

    /** The file is open if it takes the record. */
    private void appendFirst(PartitionLanes partition, Lane lane, RowSource source, OpenFile file) {
        boolean isAppended = false;
        try {
            long grown = file.append(source, clock.nowMs(), !lane.isTold());
            isAppended = true;
            openFiles.opened(partition, lane, file);
            deadlines.add(lane, rotation.deadlineMs(file));
            appended(lane, file, grown);
        } finally {
            if (!isAppended) {
                file.release();
            }
        }
    }

    private void appended(Lane lane, OpenFile file, long grown) {
        if (!lane.isTold()) {
            return;
        }
        if (rotation.becameFull(file, grown)) {
            full.add(lane);
        }
        if (grown > 0) {
            if (!file.shape().mayGrow() && rotation.hasRowGroup(file)) {
                ends.writeRows(lane, file);
            }
            relief.relieveWhereNeeded();
        }
    }

    /**
     * Called at the end of each put.
     *
     * @throws ConnectException if the store can no longer be written to, or a topic was made again
     */
    public void heartbeat(long wallMs, Restarts restarts) {
        clock.advance(wallMs);
        ConnectException problem = writers.failure();
        if (problem != null) {
            throw new ConnectException(problem.getMessage(), problem);
        }
        ends.publishSettled();
        for (LaneEvent event = work.events().poll();
                event != null;
                event = work.events().poll()) {
            handle(event, restarts);
        }
        full.forEach(this::endIfFull);
        full.clear();
        relief.relievePaused(custody.pauseRequest());
        relief.takeEnding().forEach(lane -> endIfOpen(lane, RotationReason.BUDGET));
        for (PartitionLanes partition : late) {
            partition.takeLate(rules.rotation().lateNs()).forEach(lane -> endIfOpen(lane, RotationReason.LATE));
        }
        late.clear();
        deadlines.takeDue(clock.nowMs()).forEach(this::look);
        ends.putIsOver();
        openFiles.tellAge(clock.nowMs());
    }

    private void endIfFull(Lane lane) {
        OpenFile file = lane.open();
        if (file != null && rotation.isFull(file)) {
            endIfOpen(lane, rotation.reasonOfFull(file));
        }
    }

    private void endIfOpen(Lane lane, RotationReason reason) {
        OpenFile file = lane.open();
        PartitionLanes partition = partitions.get(lane.key().partition());
        if (file != null && partition != null && lane.isTold() && !lane.isEnded()) {
            ends.end(partition, lane, file, reason);
        }
    }

    private void handle(LaneEvent event, Restarts restarts) {
        Lane lane = event.lane();
        if (lane.isEnded()) {
            return;
        }
        if (event instanceof LaneEvent.LookedUp lookedUp) {
            told(lane, lookedUp);
        } else if (event instanceof LaneEvent.Conflict conflict) {
            restart(conflict, restarts);
        }
    }

    private void told(Lane lane, LaneEvent.LookedUp lookedUp) {
        FileFacts.Told told = lookedUp.told().orElse(null);
        if (told == null) {
            lane.toldNothing();
        } else {
            counts.alreadyPublished(lane.told(told));
        }
        OpenFile file = lane.open();
        PartitionLanes partition = partitions.get(lane.key().partition());
        if (file != null && file.records() == 0 && partition != null) {
            ends.endEmpty(partition, lane, file);
        } else if (file != null) {
            full.add(lane);
            if (!file.shape().mayGrow() && rotation.hasRowGroup(file)) {
                ends.writeRows(lane, file);
            }
        }
    }

    private void restart(LaneEvent.Conflict conflict, Restarts restarts) {
        TopicPartition partition = conflict.lane().key().partition();
        OptionalLong needed = custody.oldestNeededOffset(partition);
        if (needed.isEmpty()) {
            throw new IllegalStateException(conflict.path() + " is taken, but nothing of " + partition + " is held");
        }
        counts.conflict();
        LOG.warn(
                "{} exists: another owner of {} was faster. It is read again from offset {}, and what is published is skipped",
                conflict.path(),
                partition,
                needed.getAsLong());
        discard(partition);
        restarts.restart(partition, new Position(needed.getAsLong(), -1));
    }

    private void look(Lane lane) {
        PartitionLanes partition = partitions.get(lane.key().partition());
        if (lane.isEnded() || partition == null) {
            return;
        }
        OpenFile file = lane.open();
        long nowMs = clock.nowMs();
        if (file == null) {
            if (lane.isIdle(nowMs, laneLifeMs())) {
                partition.remove(lane);
            } else {
                deadlines.add(lane, Math.max(nowMs + LOOK_AGAIN_MS, lane.usedMs() + laneLifeMs()));
            }
        } else if (rotation.deadlineMs(file) > nowMs) {
            deadlines.add(lane, rotation.deadlineMs(file));
        } else if (!lane.isTold()) {
            deadlines.add(lane, nowMs + LOOK_AGAIN_MS);
        } else {
            ends.end(partition, lane, file, rotation.reasonOfDeadline(file, nowMs));
        }
    }

    /**
     * In how many milliseconds the next heartbeat is wanted at the latest: soon while writer threads have anything to do,
     * because what they find out is acted on here.
     */
    public long msToNextDeadline() {
        if (ends.hasSettled()) {
            return 1;
        }
        long ms = deadlines.msToNext(clock.nowMs());
        return writers.isBusy() || !work.events().isEmpty() ? Math.min(ms, ATTENTION_MS) : ms;
    }

    /** Drops all of a partition that stays open. */
    public void forget(TopicPartition partition) {
        discard(partition);
        custody.forget(partition);
        partitions.put(partition, new PartitionLanes(partition));
    }

    private void discard(TopicPartition partition) {
        PartitionLanes dropped = partitions.get(partition);
        if (dropped != null) {
            for (Lane lane : dropped.all()) {
                OpenFile file = lane.open();
                if (file != null) {
                    openFiles.ended(dropped, file);
                }
                lane.end();
            }
            deadlines.dropEnded();
        }
    }

    /** Ends partitions; waits a little for publications that run. */
    public void close(Collection<TopicPartition> closed) {
        List<Lane> lanes = new ArrayList<>();
        for (TopicPartition partition : closed) {
            discard(partition);
            custody.forget(partition);
            PartitionLanes dropped = partitions.remove(partition);
            if (dropped != null) {
                lanes.addAll(dropped.all());
            }
        }
        long untilNanoTime = System.nanoTime() + rules.closeTimeout().toNanos();
        try {
            for (Lane lane : lanes) {
                lane.strand().awaitRunning(untilNanoTime);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The task ends. */
    public void stop() {
        List.copyOf(partitions.keySet()).forEach(this::discard);
        writers.stop(rules.closeTimeout());
        store.close();
    }

    /** What was done. */
    public LaneCounts counts() {
        return counts;
    }
}
