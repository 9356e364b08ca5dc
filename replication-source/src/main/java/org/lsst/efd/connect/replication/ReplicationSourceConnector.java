package org.lsst.efd.connect.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.lsst.efd.connect.common.source.SourceSettings;
import org.lsst.efd.connect.replication.offset.StoredOffsets;
import org.lsst.efd.connect.replication.settings.ForeignSettings;

/**
 * Copies topics from one Kafka cluster to the cluster of its workers, with their schemas, their settings and their exact
 * bytes, each record exactly once.
 *
 * <p>Task configurations never change but for the number of the task; each task lists the topics itself and owns the
 * partitions that rendezvous hashing gives it, so a new topic restarts nothing.
 */
public final class ReplicationSourceConnector extends SourceConnector {
    private Map<String, String> configuration = Map.of();

    @Override
    public String version() {
        return pluginVersion();
    }

    @Override
    public ConfigDef config() {
        return ReplicationSourceConfig.SETTINGS.configDef();
    }

    @Override
    public Config validate(Map<String, String> proposed) {
        List<ConfigValue> all = new ArrayList<>(
                ReplicationSourceConfig.SETTINGS.validate(proposed).configValues());
        all.addAll(ForeignSettings.mistakes(
                proposed,
                proposed.containsKey(ReplicationSourceConfig.KEY_CONVERTER.key()),
                proposed.containsKey(ReplicationSourceConfig.VALUE_CONVERTER.key())));
        return new Config(all);
    }

    @Override
    public void start(Map<String, String> given) {
        configuration = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ReplicationSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configurations = new ArrayList<>();
        for (int index = 0; index < maxTasks; index++) {
            Map<String, String> ofTask = new HashMap<>(configuration);
            ofTask.put(ReplicationSourceConfig.TASK_INDEX, Integer.toString(index));
            ofTask.put(ReplicationSourceConfig.TASK_COUNT, Integer.toString(maxTasks));
            configurations.add(ofTask);
        }
        return configurations;
    }

    @Override
    public void stop() {}

    /** Only what is read committed can be copied exactly once. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> proposed) {
        return ReplicationSourceConfig.isReadCommitted(proposed)
                ? ExactlyOnceSupport.SUPPORTED
                : ExactlyOnceSupport.UNSUPPORTED;
    }

    /**
     * Checks offsets that somebody wants to set or reset: partition {@code {"cluster": alias, "topic": name, "partition":
     * number}}, offset {@code {"offset": next to read}}, or null to forget the partition.
     *
     * @throws ConnectException if a partition or an offset is not of this connector; it says what to write
     */
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
        String alias = ReplicationSourceConfig.SETTINGS.read(given).get(SourceSettings.CLUSTER_ALIAS);
        offsets.forEach((partition, offset) -> StoredOffsets.check(alias, partition, offset));
        return true;
    }

    static String pluginVersion() {
        String version = ReplicationSourceConnector.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
