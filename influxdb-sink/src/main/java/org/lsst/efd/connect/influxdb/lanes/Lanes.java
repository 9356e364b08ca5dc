package org.lsst.efd.connect.influxdb.lanes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.PauseRequest;
import org.lsst.efd.connect.influxdb.write.WriteConnection;

/**
 * The ways to the server: all records of a partition take the same one, so their order is kept; lanes run in parallel.
 *
 * <p>{@link #append}, {@link #pause}, {@link #discard} and {@link #close} belong to the task thread; each lane has a
 * sender of its own.
 */
public final class Lanes implements AutoCloseable {
    private static final long END_LIMIT_MS = 5000;

    private final List<Lane> lanes = new ArrayList<>();
    private final List<Thread> senders = new ArrayList<>();
    private final List<WriteConnection> connections = new ArrayList<>();
    private final LaneCounts counts = new LaneCounts();

    /**
     * Lanes that have not started.
     *
     * @param connection makes the connection of one lane
     */
    public Lanes(LaneRules rules, Supplier<WriteConnection> connection, Target target, Custody custody, Fate fate) {
        ByteCap cap = new ByteCap();
        for (int i = 0; i < rules.lanes(); i++) {
            Lane lane = new Lane(rules, cap, custody);
            WriteConnection ofLane = connection.get();
            Sender sender = new Sender(
                    lane, ofLane, target, cap, fate, counts, rules.retries().newAttempts(RandomGenerator.getDefault()));
            Thread thread = new Thread(sender, "influxdb-lane-" + i);
            thread.setDaemon(true);
            lanes.add(lane);
            connections.add(ofLane);
            senders.add(thread);
        }
    }

    /** Starts sending. */
    public void start() {
        senders.forEach(Thread::start);
    }

    /**
     * Takes a line into the lane of its record's partition, and custody of the record.
     *
     * @param recordBytes what holding the record itself costs
     * @return its bytes; 0 where the record has no line
     * @throws org.apache.kafka.connect.errors.DataException if the line cannot be written
     */
    public int append(OutgoingRecord record, long recordBytes, LineSource line) {
        return lanes.get(indexOf(record.partition())).append(record, recordBytes, line);
    }

    private int indexOf(TopicPartition partition) {
        return Math.floorMod(partition.hashCode(), lanes.size());
    }

    /** What is not read for now: a lane that would wait for it sends what it has. */
    public void pause(PauseRequest request) {
        Set<Integer> some = request.some().stream().map(this::indexOf).collect(Collectors.toSet());
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).setPaused(request.all() || some.contains(i));
        }
    }

    /** Drops what is not sent yet of these partitions. What is in flight may still be stored, which does no harm. */
    public void discard(Collection<TopicPartition> partitions) {
        Set<TopicPartition> all = Set.copyOf(partitions);
        lanes.forEach(lane -> lane.discard(all));
    }

    /** What was done so far. */
    public LaneCounts counts() {
        return counts;
    }

    /** Ends sending, requests in flight included; what is not stored by then is dropped. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        connections.forEach(WriteConnection::cancel);
        for (Thread sender : senders) {
            try {
                sender.join(END_LIMIT_MS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
