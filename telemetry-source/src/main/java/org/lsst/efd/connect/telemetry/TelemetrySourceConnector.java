package org.lsst.efd.connect.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.lsst.efd.connect.common.settings.PluginVersion;
import org.lsst.efd.connect.telemetry.stream.Position;
import org.lsst.efd.connect.telemetry.stream.TaskShare;

/**
 * Makes or replays telemetry, one Kafka topic per generated topic, schema file or CSV file.
 *
 * <p>The topics are dealt out to the tasks in turn. Every record holds its number, and values depend on nothing but
 * configuration, topic and number, so a task that takes over goes on exactly where the last one was.
 */
public final class TelemetrySourceConnector extends SourceConnector {
    private Map<String, String> configuration = Map.of();

    @Override
    public String version() {
        return PluginVersion.of(getClass());
    }

    @Override
    public ConfigDef config() {
        return TelemetrySourceConfig.SETTINGS.configDef();
    }

    @Override
    public Config validate(Map<String, String> proposed) {
        return TelemetrySourceConfig.SETTINGS.validate(proposed);
    }

    @Override
    public void start(Map<String, String> given) {
        configuration = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TelemetrySourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        int topics = TelemetrySourceConfig.topics(TelemetrySourceConfig.read(configuration))
                .size();
        int count = Math.min(maxTasks, topics);
        List<Map<String, String>> configurations = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            configurations.add(new TaskShare(number, count).addedTo(new HashMap<>(configuration)));
        }
        return configurations;
    }

    @Override
    public void stop() {}

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> proposed) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /** Any record may end a transaction, so Connect's own boundaries (each poll, or an interval) do as well. */
    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> proposed) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    /**
     * Checks offsets that somebody wants to set or reset: the next record of a topic is the one behind {@code sequence}.
     *
     * @throws ConnectException if a partition or an offset is not of this connector; it says what to write
     */
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
        String mode = TelemetrySourceConfig.read(given)
                .get(TelemetrySourceConfig.MODE)
                .word();
        offsets.forEach((partition, offset) -> {
            Position.checkPartition(partition, mode);
            if (offset != null) {
                Position.ofOffset(offset);
            }
        });
        return true;
    }
}
