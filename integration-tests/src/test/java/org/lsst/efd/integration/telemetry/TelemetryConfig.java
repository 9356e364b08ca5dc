package org.lsst.efd.integration.telemetry;

import java.util.HashMap;
import java.util.Map;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** Configurations of the telemetry source for tests. */
public final class TelemetryConfig {
    public static final String CONNECTOR = "org.lsst.efd.connect.telemetry.TelemetrySourceConnector";
    public static final String CONVERTER = "org.lsst.efd.connect.avro.AvroConverter";

    private TelemetryConfig() {}

    /** Topics {@code prefix000}, {@code prefix001}, … at this rate each, exactly once, in Avro. */
    public static Map<String, String> generate(
            SchemaRegistry registry, String prefix, int topics, double frequencyHz, long messagesMax) {
        Map<String, String> config = of(registry, "generate");
        config.put("tasks.max", Integer.toString(topics));
        config.put("topic.prefix", prefix);
        config.put("topics.count", Integer.toString(topics));
        config.put("fields.count", "20");
        config.put("frequency.hz", Double.toString(frequencyHz));
        config.put("messages.max", Long.toString(messagesMax));
        return config;
    }

    /** Two tasks in a mode of the source, exactly once, in Avro. */
    public static Map<String, String> of(SchemaRegistry registry, String mode) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", CONNECTOR);
        config.put("tasks.max", "2");
        config.put("exactly.once.support", "required");
        config.put("mode", mode);
        config.put("value.converter", CONVERTER);
        config.put("value.converter.schema.registry.url", registry.url());
        return config;
    }
}
