package org.lsst.efd.integration.aggregation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** Configurations of the aggregator connector for tests: exactly once, schemas in a registry of their own. */
final class AggregatorConfig {
    static final String AVRO = "org.lsst.efd.connect.avro.AvroConverter";
    static final String TIME_FIELD = "private_efdStamp";

    private AggregatorConfig() {}

    /**
     * Aggregates topics of a cluster.
     *
     * @param first where the schemas of the topics are
     * @param secondary where those of the aggregated topics go
     * @param more keys and values, in turn
     */
    static Map<String, String> of(KafkaCluster source, SchemaRegistry first, SchemaRegistry secondary, String... more) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "org.lsst.efd.connect.aggregator.AggregatorSourceConnector");
        config.put("tasks.max", "2");
        config.put("exactly.once.support", "required");
        config.put("source.cluster.alias", "source");
        config.put("source.bootstrap.servers", source.bootstrapServers());
        config.put("source.value.converter", AVRO);
        config.put("source.value.converter.schema.registry.url", first.url());
        for (String half : List.of("key", "value")) {
            config.put(half + ".converter", AVRO);
            config.put(half + ".converter.schema.registry.url", secondary.url());
        }
        config.put("timestamp.field", TIME_FIELD);
        config.put("topics.refresh.interval.ms", "1000");
        config.put("heartbeat.interval.ms", "2000");
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        config.putAll(pairs(more));
        return config;
    }

    /** Keys and values, in turn, as a map. */
    static Map<String, String> pairs(String... pairs) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
