package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
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
 * All open files of a task: which record goes to which, when each ends, and what becomes of it.
 *
 * <ol>
 *   <li>A file is published after the put in which it ended: by then the reports of the bad records that it leaves out are
 *       durable.
 *   <li>Lanes end their files independently of each other.
 *   <li>Where a name is taken, all of the partition is dropped and read again from the lowest offset that it needs: what
 *       another owner has published is skipped then.
 *   <li>Nothing here waits for the store but {@link #close} and {@link #stop}, and these not for long.
 * </ol>
 *
 * <p>Task thread only.
 */
public final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final long MIN_ROW_GROUP_ROWS = 4096;
    private static final long MIN_ROW_GROUP_BYTES = 1 << 20;
    private static final long ATTENTION_MS = 200;
    private static final long MIN_LANE_LIFE_MS = 60_000;

    private final LaneRules rules;
    private final FileStore store;
    private final FileFormat format;
    private final Custody custody;
    private final LaneCounts counts = new LaneCounts();
    private final LaneWork work;
    private final Writers writers;
    private final MonotonicClock clock = new MonotonicClock();
    private final Deadlines deadlines = new Deadlines();
    private final Map<TopicPartition, PartitionLanes> partitions = new HashMap<>();
    private final List<Lane> full = new ArrayList<>();
    private final List<PartitionLanes> late = new ArrayList<>();
    private List<Runnable> ended = new ArrayList<>();
    private List<Runnable> settled = new ArrayList<>();
    private final Map<OpenFile, Lane> openFiles = new LinkedHashMap<>();
    private final List<Lane> budgetEnds = new ArrayList<>();
    private long projectedBytes;
    private int lookUps;
    private boolean isRelieved;

    /**
     * Nothing is open.
     *
     * @param format of new files
     * @param readable formats of files that may have been published before
     */
    public Lanes(LaneRules rules, FileStore store, FileFormat format, List<FileFormat> readable, Custody custody) {
        this.rules = rules;
        this.store = store;
        this.format = format;
        this.custody = custody;
        this.work = new LaneWork(store, readable, new ConcurrentLinkedQueue<>(), new AtomicLong(), counts);
        this.writers = new Writers(store, rules, counts);
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
        lookUps++;
        deadlines.add(lane, clock.nowMs() + laneLifeMs());
        return lane;
    }

    private long laneLifeMs() {
        return Math.max(MIN_LANE_LIFE_MS, Math.min(rules.rotation().idleMs(), 600_000));
    }

    private void append(PartitionLanes partition, Lane lane, RowSource source, RowShape shape, FilePath path) {
        OpenFile file = lane.open();
        long offset = source.record().toldOffset();
        if (file != null && lane.isTold() && file.mayEndBefore(offset)) {
            if (file.shape() != shape) {
                seal(partition, lane, file, RotationReason.SHAPE);
                file = null;
            } else if (isFull(file)) {
                seal(partition, lane, file, rotationOf(file));
                file = null;
            } else if (file.wouldSpan(source.timeNs(), rules.rotation().eventSpanNs())) {
                seal(partition, lane, file, RotationReason.EVENT_SPAN);
                file = null;
            }
        }
        if (file != null && file.shape() != shape) {
            throw new DataException(
                    "its schema came to have other columns while the file of the one before cannot end yet");
        }
        boolean isNew = file == null;
        if (file == null) {
            partition.checkValues(path, rules.pathValuesMax());
            boolean isLate = partition.isPast(path.untilNs(), rules.rotation().lateNs());
            StagedFile staged =
                    new StagedFile(store.stagingDirectory().resolve(rules.owner() + UUID.randomUUID() + ".staged"));
            file = new OpenFile(shape, path, custody.newBatch(), staged, clock.nowMs(), isLate);
        }
        long grown;
        boolean isAppended = false;
        try {
            grown = file.append(source, clock.nowMs(), !lane.isTold());
            isAppended = true;
        } finally {
            if (isNew && !isAppended) {
                file.release();
            }
        }
        if (isNew) {
            lane.opened(file);
            partition.opened(file);
            openFiles.put(file, lane);
            counts.open(openFiles.size());
            deadlines.add(lane, deadlineOf(file));
        }
        appended(lane, file, grown);
    }

    private void appended(Lane lane, OpenFile file, long grown) {
        if (!lane.isTold()) {
            return;
        }
        if (file.records() == rules.rotation().records()) {
            full.add(lane);
        }
        if (grown > 0) {
            if (file.bufferedBytes() >= rules.rowGroupBytes()) {
                if (file.shape().mayGrow()) {
                    full.add(lane);
                } else {
                    writeRows(lane, file);
                }
            }
            if (file.estimatedBytes() >= rules.rotation().bytes()) {
                full.add(lane);
            }
            if (custody.heldBytes() - work.leavingBytes().get() > rules.bufferMaxBytes() / 4 * 3) {
                relieve();
            }
        }
    }

    private boolean isFull(OpenFile file) {
        return file.records() >= rules.rotation().records()
                || file.estimatedBytes() >= rules.rotation().bytes()
                || (file.shape().mayGrow() && file.bufferedBytes() >= rules.rowGroupBytes());
    }

    private RotationReason rotationOf(OpenFile file) {
        return file.records() >= rules.rotation().records() ? RotationReason.RECORDS : RotationReason.BYTES;
    }

    /** Frees memory: the largest buffers go to the disk; where none is large, the oldest files end. */
    private void relieve() {
        if (isRelieved) {
            return;
        }
        isRelieved = true;
        long target = rules.bufferMaxBytes() / 2;
        List<Lane> open = new ArrayList<>();
        openFiles.forEach((file, lane) -> {
            if (lane.isTold() && file.bufferedBytes() > 0) {
                open.add(lane);
            }
        });
        List<Lane> largestFirst = new ArrayList<>(open);
        largestFirst.sort(Comparator.comparingLong((Lane lane) -> fileOf(lane).bufferedBytes())
                .reversed());
        for (Lane lane : largestFirst) {
            OpenFile file = fileOf(lane);
            boolean isLarge = file.bufferedRows() >= MIN_ROW_GROUP_ROWS || file.bufferedBytes() >= MIN_ROW_GROUP_BYTES;
            if (!isLarge || isBelow(target)) {
                break;
            }
            if (!file.shape().mayGrow()) {
                writeRows(lane, file);
            }
        }
        for (Lane oldestFirst : open) {
            if (isBelow(target)) {
                break;
            }
            long bytes = fileOf(oldestFirst).bufferedBytes();
            if (bytes > 0) {
                budgetEnds.add(oldestFirst);
                projectedBytes += bytes;
            }
        }
    }

    private boolean isBelow(long target) {
        return custody.heldBytes() - work.leavingBytes().get() - projectedBytes <= target;
    }

    private static OpenFile fileOf(Lane lane) {
        OpenFile file = lane.open();
        if (file == null) {
            throw new IllegalStateException(lane.key() + " has no open file");
        }
        return file;
    }

    private void writeRows(Lane lane, OpenFile file) {
        OpenFile.Handed handed = file.handOver(format, factsOf(lane, file));
        lane.strand().submit(new WriteRows(lane, file, handed, work));
    }

    private FileFacts factsOf(Lane lane, OpenFile file) {
        TopicPartition partition = lane.key().partition();
        return new FileFacts(
                partition.topic(),
                partition.partition(),
                file.firstOffset(),
                file.lastOffset(),
                file.records(),
                lane.maxTimestampMs(),
                rules.connector(),
                rules.version());
    }

    /** Ends a file: rows go to the disk at once, the name appears after the put. */
    private void seal(PartitionLanes partition, Lane lane, OpenFile file, RotationReason reason) {
        FileFacts facts = factsOf(lane, file);
        String path = lane.key().directory() + "/" + FileName.of(lane.key(), file.firstOffset(), format.extension());
        OpenFile.Handed handed = file.handOver(format, facts);
        lane.strand().submit(new WriteRows(lane, file, handed, work));
        lane.sealed(file);
        ended(partition, file);
        counts.rotated(reason);
        LOG.debug("{} ends for {}", path, reason);
        ended.add(() -> lane.strand().submit(new Publish(lane, file, handed.encoder(), facts, path, work)));
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
        settled.forEach(Runnable::run);
        for (LaneEvent event = work.events().poll();
                event != null;
                event = work.events().poll()) {
            handle(event, restarts);
        }
        full.forEach(lane -> endIfOpen(lane, null));
        full.clear();
        budgetEnds.forEach(lane -> endIfOpen(lane, RotationReason.BUDGET));
        budgetEnds.clear();
        projectedBytes = 0;
        isRelieved = false;
        for (PartitionLanes partition : late) {
            partition.takeLate(rules.rotation().lateNs()).forEach(lane -> endIfOpen(lane, RotationReason.LATE));
        }
        late.clear();
        deadlines.takeDue(clock.nowMs()).forEach(this::look);
        settled = ended;
        ended = new ArrayList<>();
        counts.oldestOpen(oldestOpenSeconds());
    }

    private void ended(PartitionLanes partition, OpenFile file) {
        partition.ended(file);
        openFiles.remove(file);
        counts.open(openFiles.size());
    }

    private void endIfOpen(Lane lane, @Nullable RotationReason reason) {
        OpenFile file = lane.open();
        PartitionLanes partition = partitions.get(lane.key().partition());
        if (file != null && partition != null && lane.isTold() && !lane.isEnded()) {
            if (reason != null) {
                seal(partition, lane, file, reason);
            } else if (isFull(file)) {
                seal(partition, lane, file, rotationOf(file));
            }
        }
    }

    private void handle(LaneEvent event, Restarts restarts) {
        Lane lane = event.lane();
        if (event instanceof LaneEvent.LookedUp) {
            lookUps--;
        }
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
            lane.closedEmpty();
            ended(partition, file);
            file.release();
        } else if (file != null) {
            full.add(lane);
            if (file.bufferedBytes() >= rules.rowGroupBytes() && !file.shape().mayGrow()) {
                writeRows(lane, file);
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
                deadlines.add(lane, Math.max(nowMs + 1000, lane.usedMs() + laneLifeMs()));
            }
        } else if (deadlineOf(file) > nowMs) {
            deadlines.add(lane, deadlineOf(file));
        } else if (!lane.isTold()) {
            deadlines.add(lane, nowMs + 1000);
        } else {
            boolean isIdle = nowMs - file.lastAppendMs() >= rules.rotation().idleMs();
            seal(partition, lane, file, isIdle ? RotationReason.IDLE : RotationReason.AGE);
        }
    }

    private long deadlineOf(OpenFile file) {
        return Math.min(
                sum(file.openedMs(), rules.rotation().ageMs()),
                sum(file.lastAppendMs(), rules.rotation().idleMs()));
    }

    private static long sum(long a, long b) {
        return b == RotationRules.NEVER ? Long.MAX_VALUE : a + b;
    }

    /** In how many milliseconds the next heartbeat is wanted at the latest. */
    public long msToNextDeadline() {
        if (!settled.isEmpty()) {
            return 1;
        }
        long ms = deadlines.msToNext(clock.nowMs());
        return lookUps > 0 || work.leavingBytes().get() > 0 || custody.heldBytes() > 0
                ? Math.min(ms, ATTENTION_MS)
                : ms;
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
                    ended(dropped, file);
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

    private long oldestOpenSeconds() {
        Iterator<OpenFile> oldest = openFiles.keySet().iterator();
        return oldest.hasNext() ? (clock.nowMs() - oldest.next().openedMs()) / 1000 : 0;
    }
}
