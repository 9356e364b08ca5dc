package org.lsst.efd.quickstart.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lsst.efd.quickstart.artifacts.KafkaVersion;

/**
 * What is special about one component. Each method returns changed options.
 *
 * @param isProxied whether a {@link org.lsst.efd.quickstart.proxy.TcpProxy} stands before it
 * @param settings go into its configuration, over what the stack sets (brokers, workers: properties; InfluxDB: {@code section.key})
 * @param jvmOptions follow those of the stack, so that a later {@code -Xmx} wins (brokers, workers, registries)
 * @param version the version of Kafka (workers)
 */
public record ComponentOptions(
        boolean isProxied, Map<String, String> settings, List<String> jvmOptions, KafkaVersion version) {

    private static final String SECURED_LOGINS = "listener.name.secured.plain.sasl.jaas.config";

    /** Copies the collections. */
    public ComponentOptions {
        settings = Map.copyOf(settings);
        jvmOptions = List.copyOf(jvmOptions);
    }

    static ComponentOptions none() {
        return new ComponentOptions(false, Map.of(), List.of(), KafkaVersion.CURRENT);
    }

    /** With a proxy before it. */
    public ComponentOptions proxied() {
        return new ComponentOptions(true, settings, jvmOptions, version);
    }

    /** With this setting. */
    public ComponentOptions setting(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new ComponentOptions(isProxied, more, jvmOptions, version);
    }

    /** With this option of the Java virtual machine. */
    public ComponentOptions jvm(String option) {
        List<String> more = new ArrayList<>(jvmOptions);
        more.add(option);
        return new ComponentOptions(isProxied, settings, more, version);
    }

    /** As a worker of this version of Kafka. */
    public ComponentOptions version(KafkaVersion kafka) {
        return new ComponentOptions(isProxied, settings, jvmOptions, kafka);
    }

    /**
     * With a listener that asks for this user and password (SASL PLAIN), besides the open one (brokers); see {@link
     * KafkaCluster#securedBootstrapServers}.
     */
    public ComponentOptions login(String user, String password) {
        String users = "user_" + user + "=\"" + password + "\"";
        return setting("listener.name.secured.sasl.enabled.mechanisms", "PLAIN")
                .setting(
                        SECURED_LOGINS,
                        "org.apache.kafka.common.security.plain.PlainLoginModule required " + users + ";");
    }

    boolean hasLogin() {
        return settings.containsKey(SECURED_LOGINS);
    }
}
