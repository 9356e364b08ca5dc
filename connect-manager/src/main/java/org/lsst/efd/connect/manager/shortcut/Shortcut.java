package org.lsst.efd.connect.manager.shortcut;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Collects the configuration that a shortcut stands for, key by key, in a readable order. Not thread-safe.
 */
public final class Shortcut {
    /** What makes a sink exactly as good as its destination, and lets it find new topics within seconds. */
    private static final Map<String, String> SINK_CONSUMER = Map.of(
            "consumer.override.metadata.max.age.ms",
            "15000",
            "consumer.override.isolation.level",
            "read_committed",
            "consumer.override.partition.assignment.strategy",
            "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");

    private final Map<String, String> config = new LinkedHashMap<>();

    private Shortcut() {}

    /** The beginning of every connector. */
    public static Shortcut of(String connectorClass, int tasks) {
        Shortcut shortcut = new Shortcut();
        shortcut.config.put("connector.class", connectorClass);
        shortcut.config.put("tasks.max", String.valueOf(tasks));
        return shortcut;
    }

    /** Sets a key. */
    public Shortcut set(String key, String value) {
        config.put(key, value);
        return this;
    }

    /** Sets a key where there is a value. */
    public Shortcut set(String key, Optional<String> value) {
        value.ifPresent(text -> config.put(key, text));
        return this;
    }

    /**
     * The topics of a sink: those that match, without those that match the other one, which sinks have no key for.
     */
    public Shortcut sinkTopics(String include, Optional<String> exclude) {
        config.put(
                "topics.regex",
                exclude.filter(regex -> !regex.isEmpty())
                        .map(regex -> "(?!(?:" + regex + ")$)(?:" + include + ")")
                        .orElse(include));
        return this;
    }

    /** How a sink reads. */
    public Shortcut sinkConsumer() {
        config.putAll(new TreeMap<>(SINK_CONSUMER));
        return this;
    }

    /** The former tool's error policies in the keys of today's sinks. */
    public Shortcut errorPolicy(ErrorPolicy policy, Optional<String> retries, Optional<String> intervalMs) {
        switch (policy) {
            case NOOP -> config.put("errors.tolerance", "all");
            case THROW -> {
                config.put("errors.tolerance", "none");
                config.put("retry.max.attempts", "0");
            }
            case RETRY -> {
                config.put("errors.tolerance", "none");
                config.put("retry.max.attempts", retries.orElse("10"));
                config.put("retry.backoff.ms", intervalMs.orElse("60000"));
                config.put("retry.backoff.max.ms", intervalMs.orElse("60000"));
            }
        }
        return this;
    }

    /** What a sink does about an error, in the words of the former tool. */
    public enum ErrorPolicy {
        /** Leave bad records out. */
        NOOP,
        /** Stop the task at once. */
        THROW,
        /** Try again so many times, then stop the task. */
        RETRY
    }

    /** The configuration. */
    public Map<String, String> config() {
        return new LinkedHashMap<>(config);
    }
}
