package org.lsst.efd.benchmarks.backlog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.quickstart.connect.ConnectRest;

/** The connector with one task, in a worker that runs already. */
final class ConnectorRun implements Workload {
    private static final String AVRO = "org.lsst.efd.connect.avro.AvroConverter";

    private final ConnectRest rest = new ConnectRest(() -> List.of(System.getProperty(BacklogCluster.WORKER, "")));

    @Override
    public Volume run() throws Exception {
        String name = "run-" + UUID.randomUUID();
        List<String> outputs =
                Backlog.TOPICS.stream().map(topic -> topic + "-" + name).toList();
        createTopics(outputs);
        rest.put(name, configuration(name));
        try (ToldWindows told = new ToldWindows(outputs)) {
            // the last two windows of a topic stay open
            told.await((long) outputs.size() * (Backlog.SECONDS - 2));
        }
        rest.delete(name);
        return Backlog.volume(Backlog.SECONDS - 2);
    }

    /** Topics with one partition. */
    static void createTopics(List<String> topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", System.getProperty(BacklogCluster.BROKER, "")))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static Map<String, String> configuration(String name) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "org.lsst.efd.connect.aggregator.AggregatorSourceConnector");
        config.put("tasks.max", "1");
        config.put("exactly.once.support", "required");
        config.put("source.cluster.alias", "ldf");
        config.put("source.bootstrap.servers", System.getProperty(BacklogCluster.BROKER, ""));
        config.put("source.value.converter", AVRO);
        config.put("source.value.converter.schema.registry.url", System.getProperty(BacklogCluster.FIRST, ""));
        config.put("value.converter", AVRO);
        config.put("value.converter.schema.registry.url", System.getProperty(BacklogCluster.SECONDARY, ""));
        config.put("topics", String.join(",", Backlog.TOPICS));
        config.put("timestamp.field", Backlog.TIME);
        config.put("aggregate.topic.aggregated.format", "${topic}-" + name);
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        return config;
    }
}
