package org.lsst.efd.connect.influxdb;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.lsst.efd.connect.common.sink.ConsumerAdvice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records to InfluxDB as line protocol. */
public final class InfluxDbSinkConnector extends SinkConnector {
    private static final Logger LOG = LoggerFactory.getLogger(InfluxDbSinkConnector.class);

    private Map<String, String> configuration = Map.of();

    @Override
    public void start(Map<String, String> settings) {
        InfluxDbSinkConfig.SETTINGS.read(settings);
        configuration = Map.copyOf(settings);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return InfluxDbSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, configuration);
    }

    @Override
    public Config validate(Map<String, String> settings) {
        ConsumerAdvice.warnings(settings).forEach(LOG::warn);
        return InfluxDbSinkConfig.SETTINGS.validate(settings);
    }

    @Override
    public ConfigDef config() {
        return InfluxDbSinkConfig.SETTINGS.configDef();
    }

    /** Offsets live in Kafka only, so any change of them is fine: points that come again overwrite themselves. */
    @Override
    public boolean alterOffsets(
            Map<String, String> settings, Map<org.apache.kafka.common.TopicPartition, Long> offsets) {
        return true;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        String version = InfluxDbSinkConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
