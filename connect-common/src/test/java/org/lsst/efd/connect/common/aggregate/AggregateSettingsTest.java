package org.lsst.efd.connect.common.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.window.WindowGrid;

class AggregateSettingsTest {
    private static final Settings PLAIN = Settings.none()
            .with("Windows", AggregateSettings.all())
            .checking((values, mistakes) -> AggregateSettings.check("", values, mistakes));
    private static final Settings PREFIXED = Settings.none()
            .with(
                    "Windows",
                    AggregateSettings.all().stream()
                            .map(setting -> setting.withPrefix("aggregate."))
                            .toList())
            .checking((values, mistakes) -> AggregateSettings.check("aggregate.", values, mistakes));

    @Test
    void readsTheSameWithAndWithoutPrefix() {
        AggregateRules plain = AggregateSettings.read(PLAIN.read(Map.of("window.size.ms", "10000")));
        AggregateRules prefixed = AggregateSettings.read(
                PREFIXED.read(Map.of("aggregate.window.size.ms", "10000")).withPrefix("aggregate."));
        assertThat(plain.grid())
                .isEqualTo(new WindowGrid(10_000, 10_000, 1_000))
                .isEqualTo(prefixed.grid());
        assertThat(plain.statistics().wanted().toString()).isEqualTo("[min, q1, mean, median, stdev, q3, max]");
        assertThat(plain.aggregatedTopic("lsst.sal.A.b")).isEqualTo("lsst.sal.A.b-aggregated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window.size.ms            | 0             | must be between 1",
                "window.advance.ms         | 1001          | must be at most aggregate.window.size.ms",
                "window.advance.ms         | 0             | must be at least 1",
                "window.grace.ms           | -1            | must not be negative",
                "statistics                | mean,average  | there is no statistic 'average'",
                "statistics                | mean,mean     | each statistic once",
                "quantile.method           | nearest       | must be one of exclusive, exclusive-clamped, inclusive",
                "min.sample.size           | 0             | must be at least 1",
                "group.by                  | a.b,a_b       | the same name",
                "fields.rename             | old           | field:value",
                "fields.rename             | a:x,a:y       | twice",
                "topic.aggregated.format   | fixed         | must contain ${topic}",
                "topic.aggregated.format   | ${topics}     | unknown variable",
                "field.name.format         | ${statistic}  | must contain ${field}",
                "field.name.format         | ${field}      | must contain ${statistic}",
                "field.name.format         | ${field}-${statistic} | letters, digits and _",
                "count.only.topics.regex   | (             | not a regular expression",
                "samples.max.bytes         | -1            | must be at least 0"
            })
    void reportsAMistakeOnItsKey(String key, String value, String message) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("aggregate." + key, value);
        List<ConfigValue> wrong = PREFIXED.validate(configuration).configValues().stream()
                .filter(result -> !result.errorMessages().isEmpty())
                .toList();
        assertThat(wrong).singleElement().satisfies(result -> {
            assertThat(result.name()).isEqualTo("aggregate." + key);
            assertThat(result.errorMessages()).singleElement().asString().contains(message);
        });
    }
}
