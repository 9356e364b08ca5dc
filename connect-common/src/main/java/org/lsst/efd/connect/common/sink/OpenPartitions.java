package org.lsst.efd.connect.common.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The gate: which partitions are open, and what of each was taken already. Not thread-safe. */
final class OpenPartitions {
    private static final long NONE = -1;

    /** One opening of a partition. */
    static final class Opening {
        private final TopicPartition partition;
        private long lastTaken = NONE;
        private @Nullable Position start;
        private long toldAlready = NONE;
        private long restartedAt = NONE;
        private long committed = NONE;

        private Opening(TopicPartition partition) {
            this.partition = partition;
        }

        TopicPartition partition() {
            return partition;
        }

        boolean hasTaken(long offset) {
            return offset <= lastTaken;
        }

        void take(long offset) {
            lastTaken = offset;
            start = null;
        }

        /** Where the destination wanted to start, if the first record lies before that; null otherwise. */
        @Nullable
        Position missedStart(long offset) {
            return start != null && offset < start.neededOffset() ? start : null;
        }

        /** What the destination has told does not count any more. */
        void forgetTold() {
            toldAlready = NONE;
        }

        /** What was told at or before this offset is durable already. */
        boolean hasTold(long toldOffset) {
            return toldOffset <= toldAlready;
        }

        /** Until Connect has gone back to where it was sent, what it passes to commit lies ahead of that. */
        long commitLimit() {
            return restartedAt == NONE ? Long.MAX_VALUE : restartedAt;
        }

        /** The offset to commit: never below one committed before in this opening. */
        long commit(long offset) {
            committed = Math.max(committed, offset);
            return committed;
        }
    }

    private final Map<TopicPartition, Opening> openings = new HashMap<>();
    private @Nullable Opening last;
    private boolean hasRestarted;

    /** Opens a partition anew; the position is null where Connect's own counts. */
    void open(TopicPartition partition, @Nullable Position position, boolean isRestart) {
        Opening opening = new Opening(partition);
        if (position != null) {
            opening.start = position;
            opening.toldAlready = position.toldOffset();
        }
        if (position != null && isRestart) {
            opening.restartedAt = position.neededOffset();
            hasRestarted = true;
        }
        openings.put(partition, opening);
        last = null;
    }

    /** Closes a partition; false if it was not open. */
    boolean close(TopicPartition partition) {
        last = null;
        return openings.remove(partition) != null;
    }

    boolean isOpen(TopicPartition partition) {
        return openings.containsKey(partition);
    }

    Collection<TopicPartition> all() {
        return openings.keySet();
    }

    @Nullable
    Opening find(TopicPartition partition) {
        return openings.get(partition);
    }

    /** The opening that a consumed record belongs to; batches come partition by partition, so it is often the last. */
    @Nullable
    Opening find(SinkRecord record) {
        int number = record.originalKafkaPartition();
        String topic = record.originalTopic();
        Opening recent = last;
        if (recent != null
                && recent.partition.partition() == number
                && recent.partition.topic().equals(topic)) {
            return recent;
        }
        Opening found = openings.get(new TopicPartition(topic, number));
        last = found;
        return found;
    }

    /** Connect polls anew: it has gone back to where the restarts sent it. */
    void rewound() {
        if (hasRestarted) {
            openings.values().forEach(opening -> opening.restartedAt = NONE);
            hasRestarted = false;
        }
    }
}
