package org.lsst.efd.connect.common.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    enum Mode {
        ALL,
        ONLY_SOME
    }

    private static final Setting<String> NAME = Setting.text("name");
    private static final Setting<Duration> BACKOFF =
            Setting.millis("backoff.ms").orElse(1000L).atLeast(10).withDoc("First | wait.");
    private static final Setting<Duration> BACKOFF_MAX =
            Setting.millis("backoff.max.ms").orElse(60000L);
    private static final Setting<Mode> MODE = Setting.choice("mode", Mode.class).orElse(Mode.ALL);
    private static final Setting<Password> PASSWORD =
            Setting.secret("password").orAbsent().where(secret -> secret.value().length() > 3, "is too short");
    private static final Setting<List<String>> TOPICS = Setting.list("topics").orElse(List.of());

    private static final Settings SETTINGS = Settings.none()
            .with("General", List.of(NAME, MODE, PASSWORD, TOPICS))
            .with("Retries", List.of(BACKOFF, BACKOFF_MAX))
            .checking((values, mistakes) -> {
                if (values.get(BACKOFF).compareTo(values.get(BACKOFF_MAX)) > 0) {
                    mistakes.on(BACKOFF_MAX, "must not be below backoff.ms");
                }
            });

    @Test
    void readsEachValueIntoItsType() {
        SettingValues values = SETTINGS.read(
                Map.of("name", "n", "mode", "Only-Some", "topics", "a, b", "backoff.ms", "20", "other", "x"));

        assertThat(values.get(NAME)).isEqualTo("n");
        assertThat(values.get(MODE)).isEqualTo(Mode.ONLY_SOME);
        assertThat(values.get(TOPICS)).containsExactly("a", "b");
        assertThat(values.get(BACKOFF)).isEqualTo(Duration.ofMillis(20));
        assertThat(values.get(BACKOFF_MAX)).isEqualTo(Duration.ofMinutes(1));
        assertThat(values.optional(PASSWORD)).isEmpty();
        assertThat(values.isSet(BACKOFF_MAX)).isFalse();
    }

    @Test
    void writesChoicesAsOtherConnectorsHaveMadeThemKnown() {
        Setting<Mode> underscored =
                Setting.underscoredChoice("mode", Mode.class).orElse(Mode.ONLY_SOME);
        Settings settings = Settings.none().with("General", List.of(underscored));

        assertThat(underscored.choices()).containsExactly("all", "only_some");
        assertThat(underscored.defaultText()).isEqualTo("only_some");
        assertThat(settings.read(Map.of()).get(underscored)).isEqualTo(Mode.ONLY_SOME);
        assertThat(settings.read(Map.of("mode", "ALL")).get(underscored)).isEqualTo(Mode.ALL);
        assertThatThrownBy(() -> settings.read(Map.of("mode", "only-some"))).isInstanceOf(ConfigException.class);
    }

    @Test
    void reportsEveryMistakeOnItsKey() {
        Map<String, List<String>> errors = errorsOf(Map.of("mode", "none", "backoff.ms", "9", "password", "abc"));

        assertThat(errors.get("name")).hasSize(1);
        assertThat(errors.get("mode")).singleElement().asString().contains("all, only-some");
        assertThat(errors.get("backoff.ms")).singleElement().asString().contains("at least 10");
        assertThat(errors.get("password"))
                .singleElement()
                .asString()
                .contains("too short")
                .doesNotContain("abc");
        assertThat(errors.get("backoff.max.ms")).isEmpty();
    }

    @Test
    void reportsRulesOverSeveralSettingsOnTheKeyAtFault() {
        Map<String, String> wrong = Map.of("name", "n", "backoff.ms", "2000", "backoff.max.ms", "1000");

        assertThat(errorsOf(wrong).get("backoff.max.ms")).containsExactly("must not be below backoff.ms");
        assertThatThrownBy(() -> SETTINGS.read(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("backoff.max.ms");
    }

    @Test
    void readsPrefixedSettingsByTheirPlainForm() {
        Setting<Duration> prefixed = BACKOFF.withPrefix("aggregate.");
        Settings settings = Settings.none().with("Windows", List.of(prefixed));

        SettingValues values = settings.read(Map.of("aggregate.backoff.ms", "30", "aggregate.extra.x", "1"));

        assertThat(values.withPrefix("aggregate.").get(BACKOFF)).isEqualTo(Duration.ofMillis(30));
        assertThat(values.withPrefix("aggregate.").startingWith("extra.")).containsExactly(Map.entry("x", "1"));
    }

    @Test
    void refusesAKeyDeclaredTwice() {
        assertThatThrownBy(() -> SETTINGS.with("More", List.of(NAME))).hasMessageContaining("name is declared twice");
    }

    @Test
    void writesAndChecksTheKeyTable(@TempDir Path directory) throws Exception {
        Path document = directory.resolve("README.md");
        Files.writeString(document, "# T\n<!-- keys:begin -->\nold\n<!-- keys:end -->\nend\n");
        KeyTable table = KeyTable.of(SETTINGS);

        assertThat(table.isIn(document)).isFalse();
        table.writeTo(document);

        assertThat(table.isIn(document)).isTrue();
        assertThat(Files.readString(document))
                .contains("| `backoff.ms` | long | `1000` | First \\| wait. |")
                .contains("| `name` | string | required |  |")
                .contains("| `mode` | all, only-some | `all` |  |")
                .endsWith("<!-- keys:end -->\nend\n");
    }

    private static Map<String, List<String>> errorsOf(Map<String, String> configuration) {
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value : SETTINGS.validate(configuration).configValues()) {
            errors.put(value.name(), value.errorMessages());
        }
        return errors;
    }
}
