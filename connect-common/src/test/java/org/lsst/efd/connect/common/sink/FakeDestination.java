package org.lsst.efd.connect.common.sink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * A destination that holds a buffer and at random refuses, delays, restarts and pauses. What is durable survives it in a
 * {@link Store}.
 */
public final class FakeDestination implements Destination {
    /** What outlives the destination. */
    public static final class Store {
        final Map<TopicPartition, List<OutgoingRecord>> durable = new HashMap<>();
        final Map<TopicPartition, Position> positions = new HashMap<>();

        /** All records of a partition in the order in which they became durable. */
        public List<OutgoingRecord> durable(TopicPartition partition) {
            return durable.getOrDefault(partition, List.of());
        }
    }

    private final Store store;
    private final Random random;
    private final boolean keepsPositions;
    private final Map<TopicPartition, ArrayDeque<OutgoingRecord>> buffers = new HashMap<>();
    private final Map<TopicPartition, Long> lastWritten = new HashMap<>();
    private final Set<TopicPartition> restarting = new HashSet<>();
    private PauseRequest pauseRequest = PauseRequest.NONE;
    private boolean isCalm;

    /**
     * A destination in front of a store.
     *
     * @param keepsPositions whether it stores positions with the records, so that nothing is stored twice
     */
    public FakeDestination(Store store, Random random, boolean keepsPositions) {
        this.store = store;
        this.random = random;
        this.keepsPositions = keepsPositions;
    }

    /** From now on nothing fails and everything becomes durable at once. */
    public void calm() {
        isCalm = true;
        pauseRequest = PauseRequest.NONE;
    }

    @Override
    public Map<TopicPartition, Position> open(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Position> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (buffers.put(partition, new ArrayDeque<>()) != null) {
                throw new AssertionError(partition + " opened twice");
            }
            Position position = store.positions.get(partition);
            if (keepsPositions && position != null) {
                positions.put(partition, position);
            }
        }
        return positions;
    }

    @Override
    public void write(OutgoingRecord record) {
        if (!isCalm && random.nextInt(20) == 0) {
            throw new RetriableException("store away");
        }
        if ("bad".equals(record.record().value())) {
            throw new DataException("column x is bad");
        }
        ArrayDeque<OutgoingRecord> buffer = bufferOf(record.partition());
        Long last = lastWritten.put(record.partition(), record.toldOffset());
        if (last != null && last > record.toldOffset()) {
            throw new AssertionError(record.partition() + "@" + record.toldOffset() + " written after " + last);
        }
        buffer.add(record);
    }

    private ArrayDeque<OutgoingRecord> bufferOf(TopicPartition partition) {
        ArrayDeque<OutgoingRecord> buffer = buffers.get(partition);
        if (buffer == null) {
            throw new AssertionError(partition + " is not open");
        }
        return buffer;
    }

    @Override
    public void heartbeat(long nowMs, Restarts restarts) {
        for (Map.Entry<TopicPartition, ArrayDeque<OutgoingRecord>> open : buffers.entrySet()) {
            if (restarting.contains(open.getKey())) {
                continue;
            }
            int ship = isCalm
                    ? open.getValue().size()
                    : random.nextInt(open.getValue().size() + 1);
            shipWholeOffsets(open.getKey(), open.getValue(), ship);
            if (!isCalm && random.nextInt(30) == 0 && !open.getValue().isEmpty()) {
                OutgoingRecord first = open.getValue().getFirst();
                restarting.add(open.getKey());
                restarts.restart(open.getKey(), new Position(first.neededOffset(), toldOf(open.getKey())));
            }
        }
        if (!isCalm && random.nextInt(30) == 0) {
            restarts.restart(new TopicPartition("never-open", 0), Position.at(0));
        }
        if (!isCalm && random.nextInt(10) == 0) {
            throw new RetriableException("store away");
        }
        pauseRequest = nextPauseRequest();
    }

    private PauseRequest nextPauseRequest() {
        if (isCalm) {
            return PauseRequest.NONE;
        }
        return switch (random.nextInt(4)) {
            case 0 -> PauseRequest.ALL;
            case 1 -> new PauseRequest(false, Set.copyOf(buffers.keySet()));
            default -> PauseRequest.NONE;
        };
    }

    private void shipWholeOffsets(TopicPartition partition, ArrayDeque<OutgoingRecord> buffer, int count) {
        long told = -1;
        for (int i = 0; !buffer.isEmpty() && (i < count || buffer.getFirst().toldOffset() == told); i++) {
            OutgoingRecord record = buffer.removeFirst();
            told = record.toldOffset();
            store.durable.computeIfAbsent(partition, p -> new ArrayList<>()).add(record);
        }
        if (told >= 0) {
            List<OutgoingRecord> durable = store.durable(partition);
            OutgoingRecord last = durable.get(durable.size() - 1);
            store.positions.put(partition, new Position(last.nextNeededOffset(), told));
        }
    }

    private long toldOf(TopicPartition partition) {
        Position position = store.positions.get(partition);
        return position == null || !keepsPositions ? -1 : position.toldOffset();
    }

    @Override
    public PauseRequest pauseRequest() {
        return pauseRequest;
    }

    @Override
    public OptionalLong oldestNeededOffset(TopicPartition partition) {
        ArrayDeque<OutgoingRecord> buffer = buffers.get(partition);
        return buffer == null || buffer.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(buffer.getFirst().neededOffset());
    }

    @Override
    public void forget(TopicPartition partition) {
        bufferOf(partition).clear();
        restarting.remove(partition);
        lastWritten.remove(partition);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (buffers.remove(partition) == null) {
                throw new AssertionError(partition + " closed but not open");
            }
            lastWritten.remove(partition);
            restarting.remove(partition);
        }
    }

    @Override
    public void stop() {}
}
