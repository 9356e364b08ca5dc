package org.lsst.efd.integration.replication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lsst.efd.quickstart.stack.LocalStack;

/** Configurations of the replication source for tests: from {@code summit} to {@code ldf}, exactly once. */
final class ReplicationConfig {
    static final String CONNECTOR = "org.lsst.efd.connect.replication.ReplicationSourceConnector";
    static final String AVRO = "org.lsst.efd.connect.avro.AvroConverter";
    static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    static final int TASKS = 2;

    private ReplicationConfig() {}

    /** Copies bytes as they are; {@code more} are keys and values, in turn. */
    static Map<String, String> ofBytes(LocalStack stack, String topicsRegex, String... more) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", CONNECTOR);
        config.put("tasks.max", Integer.toString(TASKS));
        config.put("exactly.once.support", "required");
        config.put("source.cluster.alias", "summit");
        config.put("source.bootstrap.servers", stack.cluster("summit").bootstrapServers());
        config.put("target.bootstrap.servers", stack.cluster("ldf").bootstrapServers());
        config.put("topics.regex", topicsRegex);
        config.put("topics.refresh.interval.ms", "1000");
        config.put("heartbeat.interval.ms", "1000");
        config.put("retry.backoff.max.ms", "2000");
        for (String part : List.of("key", "value", "header")) {
            config.put(part + ".converter", BYTES);
        }
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    /** Copies schemas as well, between the registries of the two sites. */
    static Map<String, String> of(LocalStack stack, String topicsRegex, String... more) {
        Map<String, String> config = ofBytes(stack, topicsRegex, more);
        for (Map.Entry<String, String> site :
                Map.of("source", "summit", "target", "ldf").entrySet()) {
            config.putIfAbsent(
                    site.getKey() + ".schema.registry.url",
                    stack.registry(site.getValue()).url());
        }
        return config;
    }
}
