package org.lsst.efd.connect.aggregator;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.aggregator.topic.TopicState;
import org.lsst.efd.connect.common.source.SelfDiscoveringConnector;
import org.lsst.efd.connect.common.source.SourcePartitions;
import org.lsst.efd.connect.common.source.SourceSettings;

/**
 * Aggregates the topics of a Kafka cluster into windows with summary statistics, each told exactly once: across restarts,
 * rebalances, idle topics and topics that come and go. A task owns whole topics.
 */
public final class AggregatorSourceConnector extends SelfDiscoveringConnector {
    public AggregatorSourceConnector() {
        super(AggregatorSourceConfig.SETTINGS);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return AggregatorSourceTask.class;
    }

    /**
     * Checks offsets that somebody wants to set or reset: partition {@code {"cluster": alias, "topic": name}}, offset as
     * {@link TopicState} stores it, or null to forget the topic.
     *
     * @throws ConnectException if a partition or an offset is not of this connector; it says what to write
     */
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
        String alias = AggregatorSourceConfig.SETTINGS.read(given).get(SourceSettings.CLUSTER_ALIAS);
        offsets.forEach((partition, offset) -> {
            checkPartition(partition, alias);
            checkOffset(partition, offset);
        });
        return true;
    }

    private static void checkPartition(@Nullable Map<String, ?> partition, String alias) {
        if (partition == null || !partition.keySet().equals(Set.of(SourcePartitions.CLUSTER, SourcePartitions.TOPIC))) {
            throw new ConnectException(
                    "partition " + partition + " must have the keys cluster and topic, and no other");
        }
        if (!alias.equals(partition.get(SourcePartitions.CLUSTER))) {
            throw new ConnectException("the cluster of partition " + partition + " must be " + alias);
        }
        if (!(partition.get(SourcePartitions.TOPIC) instanceof String)) {
            throw new ConnectException("the topic of partition " + partition + " must be a text");
        }
    }

    private static void checkOffset(Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        if (offset != null) {
            try {
                TopicState.parse(offset);
            } catch (IllegalArgumentException wrong) {
                throw new ConnectException("offset of " + partition + ": " + wrong.getMessage(), wrong);
            }
        }
    }
}
