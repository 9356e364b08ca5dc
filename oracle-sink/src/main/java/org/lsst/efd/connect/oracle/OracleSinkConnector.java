package org.lsst.efd.connect.oracle;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.connector.Task;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.PipelineConnector;
import org.lsst.efd.connect.oracle.write.StoredPositions;

/** Writes records to tables of Oracle, PostgreSQL and MariaDB. */
public final class OracleSinkConnector extends PipelineConnector {
    public OracleSinkConnector() {
        super(OracleSinkConfig.SETTINGS);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return OracleSinkTask.class;
    }

    /** Changes the positions in the database, which outrank those of Kafka; a null forgets one. */
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<TopicPartition, @Nullable Long> offsets) {
        OracleSinkConfig config = new OracleSinkConfig(given);
        if (config.isExactlyOnce()) {
            StoredPositions.alter(config.writer(), offsets);
        }
        return true;
    }
}
