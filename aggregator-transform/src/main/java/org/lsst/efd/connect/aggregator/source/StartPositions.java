package org.lsst.efd.connect.aggregator.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks the source cluster from where partitions can be read. */
public record StartPositions(Consumer<byte[], byte[]> consumer, Duration timeout) {
    /** The first offset of each partition that still exists. */
    public Map<TopicPartition, Long> logStarts(Set<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions, timeout);
    }

    /** The offset behind the last record of each partition. */
    public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return consumer.endOffsets(partitions, timeout);
    }

    /** Where partitions begin that were never read before. */
    public Map<TopicPartition, Long> of(StartPolicy policy, Set<TopicPartition> partitions) {
        if (policy instanceof StartPolicy.Earliest) {
            return logStarts(partitions);
        }
        Map<TopicPartition, Long> ends = ends(partitions);
        if (!(policy instanceof StartPolicy.Since since)) {
            return ends;
        }
        long timeMs = since.time().toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> timeMs)), timeout);
        Map<TopicPartition, Long> starts = new HashMap<>(ends);
        partitions.forEach(partition -> {
            @Nullable OffsetAndTimestamp first = found.get(partition);
            if (first != null) {
                starts.put(partition, first.offset());
            }
        });
        return starts;
    }
}
