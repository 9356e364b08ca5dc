package org.lsst.efd.integration.telemetry;

import java.util.HashMap;
import java.util.Map;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** What sinks of telemetry have in common in tests. */
public final class SinkConfig {
    private SinkConfig() {}

    /** A sink of two tasks that is quick to try again; bad records go to the queue {@code <name>-bad}. */
    public static Map<String, String> of(
            String name, String connectorClass, String topicsRegex, SchemaRegistry registry) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", connectorClass);
        config.put("tasks.max", "2");
        config.put("topics.regex", topicsRegex);
        config.put("value.converter", TelemetryConfig.CONVERTER);
        config.put("value.converter.schema.registry.url", registry.url());
        config.put("timestamp.field", "private_efdStamp");
        config.put("retry.backoff.ms", "100");
        config.put("retry.backoff.max.ms", "1000");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", name + "-bad");
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        return config;
    }
}
