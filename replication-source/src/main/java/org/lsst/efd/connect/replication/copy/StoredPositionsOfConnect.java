package org.lsst.efd.connect.replication.copy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.lsst.efd.connect.common.source.SourcePartitions;
import org.lsst.efd.connect.common.source.StoredPosition;
import org.lsst.efd.connect.replication.copy.CopiedPartitions.StoredPositions;
import org.lsst.efd.connect.replication.offset.StoredOffsets;

/** Reads the positions that Connect has stored. */
public record StoredPositionsOfConnect(SourceTaskContext context, String cluster) implements StoredPositions {
    @Override
    public Map<TopicPartition, StoredPosition> of(Collection<TopicPartition> partitions) {
        Map<Map<String, Object>, TopicPartition> keys = new HashMap<>();
        partitions.forEach(partition ->
                keys.put(SourcePartitions.ofPartition(cluster, partition.topic(), partition.partition()), partition));
        Map<TopicPartition, StoredPosition> positions = new HashMap<>();
        context.offsetStorageReader().offsets(keys.keySet()).forEach((key, offset) -> {
            TopicPartition partition = keys.get(key);
            if (offset != null && partition != null) {
                positions.put(partition, parse(partition, offset));
            }
        });
        return positions;
    }

    private static StoredPosition parse(TopicPartition partition, Map<String, Object> offset) {
        try {
            return StoredOffsets.parse(offset);
        } catch (IllegalArgumentException wrong) {
            throw new ConnectException(
                    "the stored offset of " + partition + " is not of this connector; reset or alter it", wrong);
        }
    }
}
