package org.lsst.efd.connect.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;

final class TaskMetricsTest {
    @Test
    void readsAValueWhenSomebodyLooks() {
        FakePluginMetrics registry = new FakePluginMetrics();
        TaskMetrics metrics = TaskMetrics.of((PluginMetrics) registry);
        double[] value = {1};

        metrics.gauge("points-total", "Points", Map.of("reason", "x"), () -> value[0]);
        value[0] = 7;

        assertThat(registry.names).singleElement().satisfies(name -> {
            assertThat(name.name()).isEqualTo("points-total");
            assertThat(name.tags()).containsEntry("reason", "x");
        });
        assertThat(registry.values.get(0).value(new MetricConfig(), 0)).isEqualTo(7.0);
    }

    @Test
    void worksWhereAnEarlierRunStillHasTheMetricButRegistersNoneTwice() {
        FakePluginMetrics registry = new FakePluginMetrics();
        TaskMetrics.of((PluginMetrics) registry).gauge("points-total", "Points", () -> 1);
        TaskMetrics next = TaskMetrics.of((PluginMetrics) registry);

        next.gauge("points-total", "Points", () -> 2);

        assertThat(registry.names).hasSize(1);
        assertThatThrownBy(() -> next.gauge("points-total", "Points", () -> 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("points-total");
    }

    @Test
    void takesAwayWhatHasTheseTagsAndRegistersItAgain() {
        FakePluginMetrics registry = new FakePluginMetrics();
        TaskMetrics metrics = TaskMetrics.of((PluginMetrics) registry);
        metrics.gauge("points-total", "Points", () -> 1);
        for (String topic : List.of("a", "b")) {
            metrics.gauge("topic-points", "Points", Map.of("topic", topic), () -> 1);
            metrics.gauge("topic-bytes", "Bytes", Map.of("topic", topic), () -> 1);
        }

        metrics.remove(Map.of("topic", "a"));
        assertThat(registry.names)
                .extracting(name -> name.name() + name.tags())
                .containsExactly("points-total{}", "topic-points{topic=b}", "topic-bytes{topic=b}");

        metrics.gauge("topic-points", "Points", Map.of("topic", "a"), () -> 2);
        assertThat(registry.names).hasSize(4);
    }

    @Test
    void registersNothingInAWorkerThatHasNone() {
        TaskMetrics metrics = TaskMetrics.of(new FakeSinkTaskContext());

        metrics.gauge("points-total", "Points", Map.of("topic", "a"), () -> 1);
        metrics.remove(Map.of("topic", "a"));
    }

    private static final class FakePluginMetrics implements PluginMetrics {
        private final List<MetricName> names = new ArrayList<>();
        private final List<Gauge<?>> values = new ArrayList<>();

        @Override
        @SuppressWarnings("NonApiType") // Kafka's signature
        public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
            return new MetricName(name, "plugins", description, tags);
        }

        @Override
        public void addMetric(MetricName name, MetricValueProvider<?> provider) {
            if (names.contains(name)) {
                throw new IllegalArgumentException("A metric named '" + name + "' already exists");
            }
            names.add(name);
            values.add((Gauge<?>) provider);
        }

        @Override
        public void removeMetric(MetricName name) {
            values.remove(names.indexOf(name));
            names.remove(name);
        }

        @Override
        public Sensor addSensor(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void removeSensor(String name) {}
    }
}
