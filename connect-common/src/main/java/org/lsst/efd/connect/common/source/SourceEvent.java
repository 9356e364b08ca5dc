package org.lsst.efd.connect.common.source;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a reader tells of one partition, in order. */
public sealed interface SourceEvent {
    /** Of which partition. */
    TopicPartition partition();

    /** About how much memory it takes. */
    default long heapBytes() {
        return Records.OVERHEAD_BYTES;
    }

    /**
     * Records in offset order; jumps between offsets are normal (transaction markers, compaction).
     *
     * @param bytes of their keys and values; counted once, since a look at thousands of records costs more than it seems
     */
    record Records(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long bytes)
            implements SourceEvent {
        private static final int OVERHEAD_BYTES = 200;

        public Records(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
            this(partition, records, bytesOf(records));
        }

        private static long bytesOf(List<ConsumerRecord<byte[], byte[]>> records) {
            long bytes = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            }
            return bytes;
        }

        @Override
        public long heapBytes() {
            return bytes + (long) OVERHEAD_BYTES * records.size();
        }
    }

    /**
     * Reading starts.
     *
     * @param offset of the first record that may come
     * @param isRepeatable whether reading would start there again, or at what is left behind it, if no position were stored
     */
    record Started(TopicPartition partition, long offset, boolean isRepeatable) implements SourceEvent {}

    /** Records that were needed are gone: {@code [fromOffset, toOffset)}. Reading goes on at the end of the gap. */
    record Lost(TopicPartition partition, long fromOffset, long toOffset) implements SourceEvent {
        /** How many offsets are gone. */
        public long count() {
            return toOffset - fromOffset;
        }
    }

    /** Records that cannot be read, {@code [fromOffset, toOffset)}, were passed over by a policy. */
    record Skipped(TopicPartition partition, long fromOffset, long toOffset) implements SourceEvent {}

    /** The log ends, or diverged, before the needed offset. Reading goes on where it diverged. */
    record Truncated(TopicPartition partition, long neededOffset, long divergedAt) implements SourceEvent {}

    /** The topic was deleted and made again: nothing that was read of it before belongs to it. */
    record Recreated(TopicPartition partition) implements SourceEvent {}

    /** The partition is not read any more, by a policy; the others are. */
    record Failed(TopicPartition partition, Kind kind, String reason) implements SourceEvent {
        /** What the policy is about. */
        public enum Kind {
            /** Records were deleted before they could be read. */
            GAP,
            /** The log ends, or diverged, before the needed offset. */
            TRUNCATION
        }
    }
}
