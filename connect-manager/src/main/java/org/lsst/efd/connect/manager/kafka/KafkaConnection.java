package org.lsst.efd.connect.manager.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

/**
 * How Kafka itself is reached.
 *
 * @param brokers {@code host:port,…}
 * @param configFile client properties, for TLS and other mechanisms
 * @param user for SASL SCRAM-SHA-512
 * @param password of the user
 */
public record KafkaConnection(
        String brokers, Optional<Path> configFile, Optional<String> user, Optional<String> password) {

    @Override
    public String toString() {
        return "Kafka at " + brokers;
    }

    /** The properties of a client; what the file says wins over what user and password imply. */
    Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>();
        Map<String, String> fromFile = configFile.map(KafkaConnection::read).orElse(Map.of());
        if (user.isPresent() && password.isPresent()) {
            boolean isEncrypted = fromFile.getOrDefault("security.protocol", "").contains("SSL")
                    || fromFile.keySet().stream().anyMatch(key -> key.startsWith("ssl."));
            properties.put("security.protocol", isEncrypted ? "SASL_SSL" : "SASL_PLAINTEXT");
            properties.put("sasl.mechanism", "SCRAM-SHA-512");
            properties.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + quoted(user.get())
                            + "\" password=\"" + quoted(password.get()) + "\";");
        }
        properties.putAll(fromFile);
        if (user.isPresent()
                && "SSL"
                        .equals(String.valueOf(properties.get("security.protocol"))
                                .toUpperCase(Locale.ROOT))) {
            properties.put("security.protocol", "SASL_SSL");
        }
        properties.put("bootstrap.servers", brokers);
        properties.put("client.id", "connect-manager");
        properties.put("enable.metrics.push", "false");
        return properties;
    }

    /** The values of the properties file that are secrets, so that they can be kept out of messages. */
    public Map<String, String> fileProperties() {
        return configFile.map(KafkaConnection::read).orElse(Map.of());
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandFailure.usage("The Kafka client properties " + file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
        return map;
    }
}
