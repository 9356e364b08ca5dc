package org.lsst.efd.connect.parquet;

import java.util.Map;
import org.lsst.efd.connect.common.sink.RunningTask;

/** Tasks of the sink as a worker drives them; files end after half a second without records. */
final class SinkTasks {
    private SinkTasks() {}

    static RunningTask start(String url, String... settings) {
        return start(true, url, settings);
    }

    static RunningTask start(boolean hasReporter, String url, String... settings) {
        Map<String, String> configuration = Map.of(
                "name", "parquet",
                "store.url", url,
                "rotate.idle.ms", "500",
                "retry.backoff.ms", "20",
                "retry.backoff.max.ms", "200");
        return new RunningTask(new ParquetSinkTask(), configuration, hasReporter, settings);
    }
}
