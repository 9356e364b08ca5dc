package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;

/**
 * How a distributed worker is made. Its times are those of tests: a dead worker is noticed after six seconds and its
 * tasks move at once. The consumers of sinks are set up as production needs them: cooperative, committed records only.
 */
final class WorkerPlan {
    private WorkerPlan() {}

    /** Returns the worker, which is not started yet. */
    static ConnectWorker prepare(
            Ground ground,
            String group,
            int number,
            KafkaCluster cluster,
            List<Path> plugins,
            ComponentOptions options) {
        String component = "connect-" + group + "-" + number;
        Path directory = ground.directory().resolve(component);
        int port = Ports.free();
        Map<String, String> settings = settings(group, port, cluster.bootstrapServers());
        if (!plugins.isEmpty()) {
            settings.put("plugin.path", plugins.stream().map(Path::toString).collect(Collectors.joining(",")));
        }
        Path file = ground.properties(component, settings, options);
        Path jars = ground.artifacts().kafka(options.version());
        String classPath = jars + "/*";
        List<String> command = ground.javaCommand("512m", options);
        command.addAll(ground.archives().options(jars, classPath, component));
        command.add(LoggingConfiguration.option(ground.directory(), options.version()));
        command.addAll(List.of("-cp", classPath, "org.apache.kafka.connect.cli.ConnectDistributed", file.toString()));
        LocalProcess process = new LocalProcess(new ProcessPlan(
                component,
                command,
                directory,
                ground.directory().log(component),
                port,
                // answers only after the worker has joined its group and read its topics
                () -> Ground.answers("http://127.0.0.1:" + port + "/connectors"),
                "TERM"));
        return new ConnectWorker(process, port, Ground.proxy(options, port));
    }

    private static Map<String, String> settings(String group, int port, String bootstrapServers) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("listeners", "http://127.0.0.1:" + port);
        settings.put("group.id", "connect-" + group);
        for (String kind : List.of("config", "offset", "status")) {
            settings.put(kind + ".storage.topic", "connect-" + group + "-" + kind);
            settings.put(kind + ".storage.replication.factor", "1");
        }
        settings.put("offset.storage.partitions", "4");
        settings.put("status.storage.partitions", "2");
        settings.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put("plugin.discovery", "service_load");
        settings.put("exactly.once.source.support", "enabled");
        settings.put("topic.tracking.enable", "false");
        settings.put("offset.flush.interval.ms", "1000");
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "2000");
        settings.put(
                "consumer.partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        settings.put("consumer.isolation.level", "read_committed");
        settings.put("consumer.metadata.max.age.ms", "15000");
        settings.put("consumer.session.timeout.ms", "6000");
        settings.put("consumer.heartbeat.interval.ms", "2000");
        return settings;
    }
}
