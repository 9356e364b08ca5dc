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
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/**
 * How a Kafka cluster is made: broker and controller in one process, and a further broker where one is asked for. Behind a
 * proxy each has a second listener, advertised at the proxy's port, so that a client that starts at a proxy stays behind
 * those of all.
 */
final class BrokerPlan {
    private BrokerPlan() {}

    /** What a broker needs to know of its cluster. */
    record Quorum(String clusterId, int controllerPort) {}

    /** A formatted node that is not started yet. */
    private record Node(LocalProcess process, int port, Optional<TcpProxy> proxy, Path directory) {}

    /** Formats the storage and returns the cluster, which is not started yet. */
    static KafkaCluster prepare(Ground ground, String name, ComponentOptions options) {
        Quorum quorum = new Quorum(clusterId(), Ports.free());
        OptionalInt securedPort = options.hasLogin() ? OptionalInt.of(Ports.free()) : OptionalInt.empty();
        Map<String, String> own = new HashMap<>();
        own.put("process.roles", "broker,controller");
        own.put("node.id", Integer.toString(KafkaCluster.ID));
        own.put("listeners", ",CONTROLLER://127.0.0.1:" + quorum.controllerPort());
        securedPort.ifPresent(secured -> addListener(own, "SECURED", secured, secured));
        Node node = node(ground, "kafka-" + name, quorum, own, options);
        return new KafkaCluster(node.process(), node.port(), node.proxy(), securedPort, node.directory(), quorum);
    }

    /** The same for a further broker of a cluster that runs. */
    static KafkaBroker prepareBroker(Ground ground, String name, KafkaCluster cluster, ComponentOptions options) {
        if (cluster.proxyIfAny().isPresent() != options.isProxied() || options.hasLogin()) {
            throw new StackException("the second broker of " + name
                    + " needs a proxy exactly where the first has one, and has no logins");
        }
        String id = Integer.toString(KafkaBroker.ID);
        Map<String, String> own = Map.of("process.roles", "broker", "node.id", id);
        Node node = node(ground, "kafka-" + name + "-" + id, cluster.quorum(), own, options);
        return new KafkaBroker(node.process(), node.proxy());
    }

    /** @param own settings of this node; listeners are added to those that all have */
    private static Node node(
            Ground ground, String component, Quorum quorum, Map<String, String> own, ComponentOptions options) {
        int port = Ports.free();
        int proxiedPort = Ports.free();
        Path directory = ground.directory().resolve(component);
        Map<String, String> settings = settings(port, quorum, KafkaCluster.dataDirectory(directory));
        own.forEach((key, value) ->
                settings.merge(key, value, key.endsWith("listeners") ? String::concat : (ofAll, ofOne) -> ofOne));
        Optional<TcpProxy> proxy = Ground.proxy(options, proxiedPort);
        proxy.ifPresent(before -> addListener(settings, "PROXIED", proxiedPort, before.port()));
        Path file = ground.properties(component, settings, options);

        List<String> format = java(ground, component + "-format", options);
        format.addAll(List.of(
                "kafka.tools.StorageTool", "format", "--cluster-id=" + quorum.clusterId(), "-c", file.toString()));
        Path log = ground.directory().log(component);
        LocalProcess.runToEnd("formatting " + component, format, directory, log);

        List<String> run = java(ground, component, options);
        run.addAll(List.of("kafka.Kafka", file.toString()));
        LocalProcess process = new LocalProcess(
                new ProcessPlan(component, run, directory, log, port, () -> KafkaCluster.answers(port), "TERM"));
        return new Node(process, port, proxy, directory);
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

    private static Map<String, String> settings(int port, Quorum quorum, Path data) {
        Map<String, String> settings = new HashMap<>();
        settings.put("controller.quorum.voters", KafkaCluster.ID + "@127.0.0.1:" + quorum.controllerPort());
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
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
