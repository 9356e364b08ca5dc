package org.lsst.efd.connect.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;

final class SourceSettingsTest {
    private static final Settings SETTINGS =
            Settings.none().with("Source", SourceSettings.all()).checking(SourceSettings::check);

    @Test
    void givesClientsWhatIsTheirsAndKeepsWhatTheReaderDependsOn() {
        SettingValues values = read(Map.of(
                "source.sasl.mechanism", "SCRAM-SHA-512",
                "source.consumer.fetch.min.bytes", "1",
                "source.consumer.auto.offset.reset", "earliest",
                "source.admin.request.timeout.ms", "7"));

        assertThat(SourceSettings.consumerProperties(values))
                .containsEntry("bootstrap.servers", "b:9092")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("fetch.min.bytes", "1")
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("allow.auto.create.topics", false)
                .doesNotContainKey("request.timeout.ms");
        assertThat(SourceSettings.adminProperties(values))
                .containsEntry("request.timeout.ms", "7")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .doesNotContainKey("cluster.alias");
    }

    @Test
    void selectsTopicsAndWantsToKnowWhich() {
        TopicSelection selection =
                SourceSettings.selection(read(Map.of("topics", "one", "topics.exclude", "lsst\\.x,lsst\\.y.*")));
        assertThat(selection.takes("one")).isTrue();
        assertThat(selection.takes("lsst.a")).isTrue();
        assertThat(selection.takes("lsst.yy")).isFalse();

        Map<String, String> none = Map.of("source.cluster.alias", "summit", "source.bootstrap.servers", "b:9092");
        assertThatThrownBy(() -> SETTINGS.read(none))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topics.regex");
    }

    @Test
    void readsTheStartPolicy() {
        assertThat(StartPolicy.parse("earliest")).isEqualTo(new StartPolicy.Earliest());
        assertThat(StartPolicy.parse("latest")).isEqualTo(new StartPolicy.Latest());
        assertThat(StartPolicy.parse("since:2024-01-01T00:00:00Z"))
                .isEqualTo(new StartPolicy.Since(Instant.parse("2024-01-01T00:00:00Z")));
        assertThatThrownBy(() -> StartPolicy.parse("2024-01-01T00:00:00Z"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read(Map.of("topics.start.policy", "newest")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topics.start.policy");
    }

    private static SettingValues read(Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "source.cluster.alias", "summit", "source.bootstrap.servers", "b:9092", "topics.regex", "lsst\\..*"));
        configuration.putAll(more);
        return SETTINGS.read(configuration);
    }
}
