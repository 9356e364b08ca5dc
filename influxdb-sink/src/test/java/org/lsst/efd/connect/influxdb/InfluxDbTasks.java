package org.lsst.efd.connect.influxdb;

import java.util.Map;
import org.lsst.efd.connect.common.sink.RunningTask;

/** Tasks of the sink with short waits. */
final class InfluxDbTasks {
    private InfluxDbTasks() {}

    static RunningTask start(String url, String... settings) {
        return start(true, url, settings);
    }

    static RunningTask start(boolean hasReporter, String url, String... settings) {
        Map<String, String> configuration = Map.of(
                "influxdb.url", url,
                "influxdb.database", "efd",
                "batch.linger.ms", "20",
                "retry.backoff.ms", "20",
                "retry.backoff.max.ms", "200");
        return new RunningTask(new InfluxDbSinkTask(), configuration, hasReporter, settings);
    }
}
