package org.lsst.efd.connect.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.lsst.efd.connect.common.sink.ConsumerAdvice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records to Parquet or Avro files, each exactly once. */
public final class ParquetSinkConnector extends SinkConnector {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetSinkConnector.class);

    private Map<String, String> configuration = Map.of();

    @Override
    public void start(Map<String, String> settings) {
        ParquetSinkConfig.SETTINGS.read(settings);
        configuration = Map.copyOf(settings);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ParquetSinkTask.class;
    }

    /** Tasks differ by their number only, by which each knows its own staged files. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int number = 0; number < maxTasks; number++) {
            Map<String, String> task = new HashMap<>(configuration);
            task.put(ParquetSinkConfig.TASK_NUMBER, String.valueOf(number));
            tasks.add(task);
        }
        return tasks;
    }

    @Override
    public Config validate(Map<String, String> settings) {
        ConsumerAdvice.warnings(settings).forEach(LOG::warn);
        return ParquetSinkConfig.SETTINGS.validate(settings);
    }

    @Override
    public ConfigDef config() {
        return ParquetSinkConfig.SETTINGS.configDef();
    }

    /** Whatever the offsets, what is in a file is not written again: to have it written again, remove the files first. */
    @Override
    public boolean alterOffsets(Map<String, String> settings, Map<TopicPartition, Long> offsets) {
        return true;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        String version = ParquetSinkConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
