package org.lsst.efd.connect.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.common.source.SelfDiscoveringConnector;
import org.lsst.efd.connect.common.source.SourceSettings;
import org.lsst.efd.connect.replication.offset.StoredOffsets;
import org.lsst.efd.connect.replication.settings.ForeignSettings;

/**
 * Copies topics from one Kafka cluster to the cluster of its workers, with their schemas, their settings and their exact
 * bytes, each record exactly once. A task owns the partitions that rendezvous hashing gives it.
 */
public final class ReplicationSourceConnector extends SelfDiscoveringConnector {
    public ReplicationSourceConnector() {
        super(ReplicationSourceConfig.SETTINGS);
    }

    @Override
    public Config validate(Map<String, String> proposed) {
        List<ConfigValue> all = new ArrayList<>(super.validate(proposed).configValues());
        all.addAll(ForeignSettings.mistakes(
                proposed,
                proposed.containsKey(ReplicationSourceConfig.KEY_CONVERTER.key()),
                proposed.containsKey(ReplicationSourceConfig.VALUE_CONVERTER.key())));
        return new Config(all);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ReplicationSourceTask.class;
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
}
