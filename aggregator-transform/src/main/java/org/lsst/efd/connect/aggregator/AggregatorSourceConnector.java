package org.lsst.efd.connect.aggregator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.aggregator.topic.TopicState;
import org.lsst.efd.connect.common.source.SourcePartitions;
import org.lsst.efd.connect.common.source.SourceSettings;

/**
 * Aggregates the topics of a Kafka cluster into windows with summary statistics, each told exactly once: across restarts,
 * rebalances, idle topics and topics that come and go.
 *
 * <p>Task configurations never change but for the number of the task; each task lists the topics itself and owns whole
 * topics, so a new topic restarts nothing.
 */
public final class AggregatorSourceConnector extends SourceConnector {

    private Map<String, String> configuration = Map.of();

    @Override
    public String version() {
        return pluginVersion();
    }

    @Override
    public ConfigDef config() {
        return AggregatorSourceConfig.SETTINGS.configDef();
    }

    @Override
    public Config validate(Map<String, String> proposed) {
        return AggregatorSourceConfig.SETTINGS.validate(proposed);
    }

    @Override
    public void start(Map<String, String> given) {
        configuration = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return AggregatorSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configurations = new ArrayList<>();
        for (int index = 0; index < maxTasks; index++) {
            Map<String, String> ofTask = new HashMap<>(configuration);
            ofTask.put(AggregatorSourceConfig.TASK_INDEX, Integer.toString(index));
            ofTask.put(AggregatorSourceConfig.TASK_COUNT, Integer.toString(maxTasks));
            configurations.add(ofTask);
        }
        return configurations;
    }

    @Override
    public void stop() {}

    /** Only what is read committed can be told exactly once. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> proposed) {
        return AggregatorSourceConfig.isReadCommitted(proposed)
                ? ExactlyOnceSupport.SUPPORTED
                : ExactlyOnceSupport.UNSUPPORTED;
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

    static String pluginVersion() {
        String version = AggregatorSourceConnector.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
