package org.lsst.efd.connect.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.Task;
import org.lsst.efd.connect.common.sink.PipelineConnector;

/**
 * Writes records to Parquet or Avro files, each exactly once. Whatever the offsets, what is in a file is not written
 * again: to have it written again, remove the files first.
 */
public final class ParquetSinkConnector extends PipelineConnector {
    public ParquetSinkConnector() {
        super(ParquetSinkConfig.SETTINGS);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ParquetSinkTask.class;
    }

    /** Tasks differ by their number only, by which each knows its own staged files. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (Map<String, String> alike : super.taskConfigs(maxTasks)) {
            Map<String, String> task = new HashMap<>(alike);
            task.put(ParquetSinkConfig.TASK_NUMBER, String.valueOf(tasks.size()));
            tasks.add(task);
        }
        return tasks;
    }
}
