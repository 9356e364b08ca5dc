package org.lsst.efd.connect.common.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of one task. Workers before 4.1 have none: there nothing is registered and nothing fails.
 *
 * <p>Connect removes them with the task.
 */
public final class TaskMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);

    private final Registry registry;
    /** What takes each away again, by tags and name. */
    private final Map<Map<String, String>, Map<String, Runnable>> registered = new ConcurrentHashMap<>();

    private TaskMetrics(Registry registry) {
        this.registry = registry;
    }

    @FunctionalInterface
    private interface Registry {
        /** Returns what takes it away again. */
        Runnable add(String name, String description, Map<String, String> tags, DoubleSupplier value);
    }

    /** The metrics of a sink task. */
    public static TaskMetrics of(SinkTaskContext context) {
        try {
            return new TaskMetrics(SinceConnect41.registryOf(context));
        } catch (NoSuchMethodError | NoClassDefFoundError tooOld) {
            return none(tooOld);
        }
    }

    /** The metrics of a source task. */
    public static TaskMetrics of(SourceTaskContext context) {
        try {
            return new TaskMetrics(SinceConnect41.registryOf(context));
        } catch (NoSuchMethodError | NoClassDefFoundError tooOld) {
            return none(tooOld);
        }
    }

    /** The metrics of a task in a registry that there is. */
    static TaskMetrics of(PluginMetrics metrics) {
        return new TaskMetrics(SinceConnect41.registryOf(metrics));
    }

    private static TaskMetrics none(LinkageError tooOld) {
        LOG.info("This worker has no metrics for plugins (Connect 4.1 brings them): {}", tooOld.toString());
        return new TaskMetrics((name, description, tags, value) -> () -> {});
    }

    /**
     * Registers a value that is read when somebody looks.
     *
     * @param name in lower case with dashes, such as {@code points-written-total}
     * @param value thread-safe
     */
    public void gauge(String name, String description, DoubleSupplier value) {
        gauge(name, description, Map.of(), value);
    }

    /**
     * The same with tags.
     *
     * @throws IllegalStateException if this object has registered it already
     */
    public void gauge(String name, String description, Map<String, String> tags, DoubleSupplier value) {
        Map<String, Runnable> ofTags = registered.computeIfAbsent(Map.copyOf(tags), none -> new ConcurrentHashMap<>());
        if (ofTags.putIfAbsent(name, () -> {}) != null) {
            throw new IllegalStateException("metric " + name + " is registered twice");
        }
        try {
            ofTags.put(name, registry.add(name, description, tags, value));
        } catch (IllegalArgumentException taken) {
            // an earlier run of the task, which the worker gave up waiting for, still closes: no reason not to work
            LOG.warn("Metric {} still belongs to an earlier run of the task: {}", name, taken.getMessage());
        }
    }

    /** Takes away all that is registered with exactly these tags, such as what is told of a topic that is gone. */
    public void remove(Map<String, String> tags) {
        Map<String, Runnable> ofTags = registered.remove(tags);
        if (ofTags != null) {
            ofTags.values().forEach(Runnable::run);
        }
    }

    /** All that names classes of 4.1, loaded only when it is asked. */
    private static final class SinceConnect41 {
        private SinceConnect41() {}

        static Registry registryOf(SinkTaskContext context) {
            return registryOf(context.pluginMetrics());
        }

        static Registry registryOf(SourceTaskContext context) {
            return registryOf(context.pluginMetrics());
        }

        static Registry registryOf(PluginMetrics metrics) {
            return (name, description, tags, value) -> {
                MetricName full = metrics.metricName(name, description, new LinkedHashMap<>(tags));
                metrics.addMetric(full, (Gauge<Double>) (config, nowMs) -> value.getAsDouble());
                return () -> metrics.removeMetric(full);
            };
        }
    }
}
