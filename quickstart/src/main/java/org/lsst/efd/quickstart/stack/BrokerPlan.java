package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.lsst.efd.quickstart.artifacts.KafkaVersion;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/**
 * How a Kafka cluster of one node is made: broker and controller in one process. Behind a proxy it has a second listener,
 * advertised at the proxy's port, so that a client that starts at the proxy stays behind it.
 */
final class BrokerPlan {
    private BrokerPlan() {}

    /** Formats the storage and returns the cluster, which is not started yet. */
    static KafkaCluster prepare(Ground ground, String name, ComponentOptions options) {
        String component = "kafka-" + name;
        Path directory = ground.directory().resolve(component);
        int port = Ports.free();
        int proxiedPort = Ports.free();
        Optional<TcpProxy> proxy = Ground.proxy(options, proxiedPort);
        Map<String, String> settings = settings(port, Ports.free(), KafkaCluster.dataDirectory(directory));
        proxy.ifPresent(before -> addListener(settings, "PROXIED", proxiedPort, before.port()));
        OptionalInt securedPort = options.hasLogin() ? OptionalInt.of(Ports.free()) : OptionalInt.empty();
        securedPort.ifPresent(secured -> addListener(settings, "SECURED", secured, secured));
        Path file = ground.properties(component, settings, options);

        List<String> format = java(ground, component + "-format", options);
        format.addAll(
                List.of("kafka.tools.StorageTool", "format", "--cluster-id=" + clusterId(), "-c", file.toString()));
        Path log = ground.directory().log(component);
        LocalProcess.runToEnd("formatting " + component, format, directory, log);

        List<String> run = java(ground, component, options);
        run.addAll(List.of("kafka.Kafka", file.toString()));
        LocalProcess process = new LocalProcess(
                new ProcessPlan(component, run, directory, log, port, () -> KafkaCluster.answers(port), "TERM"));
        return new KafkaCluster(process, port, proxy, securedPort, directory);
    }

    private static List<String> java(Ground ground, String name, ComponentOptions options) {
        Path jars = ground.artifacts().kafka(KafkaVersion.CURRENT);
        String classPath = jars + "/*";
        List<String> java = ground.javaCommand("384m", options);
        java.addAll(ground.archives().options(jars, classPath, name));
        java.add(LoggingConfiguration.option(ground.directory(), KafkaVersion.CURRENT));
        java.add("-cp");
        java.add(classPath);
        return java;
    }

    private static String clusterId() {
        UUID random = UUID.randomUUID();
        return new Uuid(random.getMostSignificantBits(), random.getLeastSignificantBits()).toString();
    }

    private static Map<String, String> settings(int port, int controllerPort, Path data) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT," + "SECURED:SASL_PLAINTEXT");
        settings.put("log.dirs", data.toString());
        // nothing disappears while a test looks at it, also not records that bear old times
        settings.put("log.retention.ms", "-1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", "16777216");
        settings.put("num.io.threads", "4");
        settings.put("num.network.threads", "2");
        settings.put("background.threads", "2");
        return settings;
    }

    private static void addListener(Map<String, String> settings, String name, int port, int advertisedPort) {
        settings.merge("listeners", "," + name + "://127.0.0.1:" + port, String::concat);
        settings.merge("advertised.listeners", "," + name + "://127.0.0.1:" + advertisedPort, String::concat);
    }
}
