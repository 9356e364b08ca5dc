package org.lsst.efd.connect.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.connect.common.source.TopicSelection;

class AggregatorSourceConnectorTest {
    private final AggregatorSourceConnector connector = new AggregatorSourceConnector();

    static Map<String, String> configuration(String... pairs) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "name", "averages",
                "source.cluster.alias", "summit",
                "source.bootstrap.servers", "localhost:1",
                "source.value.converter", PlainConverter.class.getName(),
                "topics.regex", "lsst\\.sal\\..*"));
        for (int i = 0; i < pairs.length; i += 2) {
            configuration.put(pairs[i], pairs[i + 1]);
        }
        return configuration;
    }

    @Test
    void tasksDifferByTheirNumberOnly() {
        connector.start(configuration());
        List<Map<String, String>> tasks = connector.taskConfigs(3);
        assertThat(tasks).hasSize(3).isEqualTo(connector.taskConfigs(3));
        assertThat(tasks).extracting(task -> task.remove("task.index")).containsExactly("0", "1", "2");
        assertThat(tasks.get(0)).isEqualTo(tasks.get(1)).isEqualTo(tasks.get(2));
    }

    @Test
    void acceptsTheSmallestConfiguration() {
        assertThat(connector.validate(configuration()).configValues())
                .allSatisfy(value ->
                        assertThat(value.errorMessages()).as(value.name()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source.value.converter   | no.such.Converter | source.value.converter | that the worker can load",
                "source.value.converter   | java.lang.String  | source.value.converter | that the worker can load",
                "topics.regex             | (                 | topics.regex           | not a regular expression",
                "topics.start.policy      | newest            | topics.start.policy    | must be earliest, latest or since:",
                "topics.start.policy      | since:yesterday   | topics.start.policy    | since: followed by a time such as",
                "aggregate.window.size.ms | 0                 | aggregate.window.size.ms | must be between 1",
                "aggregate.late.policy    | report            | aggregate.late.policy  | must be drop",
                "aggregate.topic.aggregated.format | ${topic} | aggregate.topic.aggregated.format | its own output",
                "errors.tolerance         | all               | bad.records            | remove errors.tolerance=all",
                "aggregate.window.advance.ms | 5000           | aggregate.window.advance.ms | must be at most"
            })
    void reportsAMistakeOnItsKey(String key, String value, String onKey, String message) {
        List<ConfigValue> wrong = connector.validate(configuration(key, value)).configValues().stream()
                .filter(result -> !result.errorMessages().isEmpty())
                .toList();
        assertThat(wrong).singleElement().satisfies(result -> {
            assertThat(result.name()).isEqualTo(onKey);
            assertThat(result.errorMessages()).singleElement().asString().contains(message);
        });
    }

    @Test
    void asksForTopics() {
        Map<String, String> none = configuration();
        none.remove("topics.regex");
        assertThat(connector.validate(none).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactly("topics.regex");
    }

    @Test
    void supportsExactlyOnceOverCommittedRecordsOnly() {
        assertThat(connector.exactlyOnceSupport(configuration())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(configuration("source.consumer.isolation.level", "read_uncommitted")))
                .isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
    }

    @Test
    void neverReadsCommandsNorItsOwnOutput() {
        TopicSelection selection = AggregatorSourceConfig.selection(
                AggregatorSourceConfig.SETTINGS.read(configuration("topics", "extra")));
        assertThat(selection.takes("lsst.sal.MTMount.azimuth")).isTrue();
        assertThat(selection.takes("extra")).isTrue();
        assertThat(selection.takes("lsst.sal.MTMount.azimuth-aggregated")).isFalse();
        assertThat(selection.takes("lsst.sal.MTMount.command_start")).isFalse();
        assertThat(selection.takes("lsst.sal.MTMount.ackcmd")).isFalse();
        assertThat(selection.takes("other")).isFalse();
    }

    @Test
    void checksOffsetsThatAreSet() {
        Map<String, String> partition = Map.of("cluster", "summit", "topic", "t");
        assertThat(alter(partition, Map.of("0", 5, "closedUpTo", 1_000L))).isTrue();
        assertThat(alter(partition, null)).isTrue();
        assertThatThrownBy(() -> alter(partition, Map.of("zero", 5)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("'zero'");
        assertThatThrownBy(() -> alter(Map.of("cluster", "ldf", "topic", "t"), null))
                .hasMessageContaining("must be summit");
        assertThatThrownBy(() -> alter(Map.of("cluster", "summit"), null))
                .hasMessageContaining("keys cluster and topic");
    }

    @SuppressWarnings("NullAway") // Connect gives null for an offset that is reset
    private boolean alter(Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        return connector.alterOffsets(configuration(), Collections.singletonMap(partition, offset));
    }

    @Test
    void isFoundByServiceLoader() {
        List<String> names = new ArrayList<>();
        ServiceLoader.load(SourceConnector.class)
                .forEach(found -> names.add(found.getClass().getName()));
        assertThat(names).contains(AggregatorSourceConnector.class.getName());
    }
}
