package org.lsst.efd.connect.influxdb;

import org.apache.kafka.connect.connector.Task;
import org.lsst.efd.connect.common.sink.PipelineConnector;

/**
 * Writes records to InfluxDB as line protocol. Offsets live in Kafka alone: points that come again overwrite themselves.
 */
public final class InfluxDbSinkConnector extends PipelineConnector {
    public InfluxDbSinkConnector() {
        super(InfluxDbSinkConfig.SETTINGS);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return InfluxDbSinkTask.class;
    }
}
