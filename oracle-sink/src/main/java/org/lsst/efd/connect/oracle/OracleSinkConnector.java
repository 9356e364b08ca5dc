package org.lsst.efd.connect.oracle;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.ConsumerAdvice;
import org.lsst.efd.connect.oracle.write.StoredPositions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records to tables of Oracle, PostgreSQL and MariaDB. */
public final class OracleSinkConnector extends SinkConnector {
    private static final Logger LOG = LoggerFactory.getLogger(OracleSinkConnector.class);

    private Map<String, String> configuration = Map.of();

    @Override
    public void start(Map<String, String> settings) {
        OracleSinkConfig.SETTINGS.read(settings);
        configuration = Map.copyOf(settings);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return OracleSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, configuration);
    }

    @Override
    public Config validate(Map<String, String> settings) {
        ConsumerAdvice.warnings(settings).forEach(LOG::warn);
        return OracleSinkConfig.SETTINGS.validate(settings);
    }

    @Override
    public ConfigDef config() {
        return OracleSinkConfig.SETTINGS.configDef();
    }

    /** Changes the positions in the database, which outrank those of Kafka; a null forgets one. */
    @Override
    public boolean alterOffsets(Map<String, String> settings, Map<TopicPartition, @Nullable Long> offsets) {
        OracleSinkConfig config = new OracleSinkConfig(settings);
        if (config.isExactlyOnce()) {
            StoredPositions.alter(config.writer(), offsets);
        }
        return true;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        String version = OracleSinkConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
