package org.lsst.efd.connect.common.sink;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.settings.PluginVersion;
import org.lsst.efd.connect.common.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the sinks of the bundle tell Connect of themselves: settings, tasks that are all alike, version. */
public abstract class PipelineConnector extends SinkConnector {
    private final Logger log = LoggerFactory.getLogger(getClass());
    private final Settings settings;
    private Map<String, String> configuration = Map.of();

    /** A connector with these settings. */
    protected PipelineConnector(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void start(Map<String, String> given) {
        settings.read(given);
        configuration = Map.copyOf(given);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, configuration);
    }

    @Override
    public Config validate(Map<String, String> proposed) {
        ConsumerAdvice.warnings(proposed).forEach(log::warn);
        return settings.validate(proposed);
    }

    @Override
    public ConfigDef config() {
        return settings.configDef();
    }

    /** Where offsets live in Kafka alone, any change of them is fine. */
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<TopicPartition, @Nullable Long> offsets) {
        return true;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return PluginVersion.of(getClass());
    }
}
