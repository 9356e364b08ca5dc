package org.lsst.efd.connect.common.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a plugin: its key, type, default, rule, documentation and reader, declared once.
 *
 * <p>The reader turns the value that Kafka's {@link ConfigDef} parsed into the type the code works with. It is also the
 * rule: what it refuses with {@link IllegalArgumentException} is reported by {@code validate} on this key, and {@code
 * start} never sees it. Immutable; the methods that begin with a preposition return a changed copy.
 *
 * @param <T> the type the code works with
 */
public final class Setting<T> {
    private static final Object REQUIRED = ConfigDef.NO_DEFAULT_VALUE;

    private final String key;
    private final ConfigDef.Type type;
    private final @Nullable Object defaultValue;
    private final Importance importance;
    private final String documentation;
    private final Function<Object, T> reader;
    private final List<String> choices;

    private Setting(
            String key,
            ConfigDef.Type type,
            @Nullable Object defaultValue,
            Importance importance,
            String documentation,
            Function<Object, T> reader,
            List<String> choices) {
        this.key = key;
        this.type = type;
        this.defaultValue = defaultValue;
        this.importance = importance;
        this.documentation = documentation;
        this.reader = reader;
        this.choices = choices;
    }

    private static <T> Setting<T> declare(String key, ConfigDef.Type type, Function<Object, T> reader) {
        return new Setting<>(key, type, REQUIRED, Importance.MEDIUM, "", reader, List.of());
    }

    /** A text; surrounding blanks are removed. */
    public static Setting<String> text(String key) {
        return declare(key, ConfigDef.Type.STRING, String.class::cast);
    }

    /** A 32-bit integer. */
    public static Setting<Integer> integer(String key) {
        return declare(key, ConfigDef.Type.INT, Integer.class::cast);
    }

    /** A 64-bit integer. */
    public static Setting<Long> number(String key) {
        return declare(key, ConfigDef.Type.LONG, Long.class::cast);
    }

    /** A double. */
    public static Setting<Double> decimal(String key) {
        return declare(key, ConfigDef.Type.DOUBLE, Double.class::cast);
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String key) {
        return declare(key, ConfigDef.Type.BOOLEAN, Boolean.class::cast);
    }

    /** A time span in milliseconds, not negative; its key ends in {@code .ms}. */
    public static Setting<Duration> millis(String key) {
        return declare(key, ConfigDef.Type.LONG, value -> {
            long ms = (Long) value;
            if (ms < 0) {
                throw new IllegalArgumentException("must not be negative");
            }
            return Duration.ofMillis(ms);
        });
    }

    /** A comma-separated list of texts; empty entries are refused. */
    public static Setting<List<String>> list(String key) {
        return declare(key, ConfigDef.Type.LIST, value -> ((List<?>) value)
                .stream()
                        .map(entry -> {
                            String text = ((String) entry).trim();
                            if (text.isEmpty()) {
                                throw new IllegalArgumentException("holds an empty entry; remove the extra comma");
                            }
                            return text;
                        })
                        .toList());
    }

    /** A secret: never printed, logged or returned by the REST API. */
    public static Setting<Password> secret(String key) {
        return declare(key, ConfigDef.Type.PASSWORD, Password.class::cast);
    }

    /** One of the constants of an enum, written in lower case with {@code -} for {@code _}; case does not matter. */
    public static <E extends Enum<E>> Setting<E> choice(String key, Class<E> choices) {
        return choice(key, choices, Setting::choiceName);
    }

    /** The same, written with {@code _}, for keys whose values other connectors have made known so. */
    public static <E extends Enum<E>> Setting<E> underscoredChoice(String key, Class<E> choices) {
        return choice(key, choices, choice -> choice.name().toLowerCase(Locale.ROOT));
    }

    private static <E extends Enum<E>> Setting<E> choice(
            String key, Class<E> choices, Function<Enum<?>, String> writtenAs) {
        List<String> names =
                Arrays.stream(choices.getEnumConstants()).map(writtenAs).toList();
        return new Setting<>(
                key,
                ConfigDef.Type.STRING,
                REQUIRED,
                Importance.MEDIUM,
                "",
                value -> Arrays.stream(choices.getEnumConstants())
                        .filter(choice -> writtenAs.apply(choice).equalsIgnoreCase((String) value))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be one of " + String.join(", ", names))),
                names);
    }

    private String written(Enum<?> choice) {
        String underscored = choice.name().toLowerCase(Locale.ROOT);
        return choices.contains(underscored) ? underscored : choiceName(choice);
    }

    private static String choiceName(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same setting with a default, given as it would be written in a configuration. */
    public Setting<T> orElse(Object value) {
        Object plain = value instanceof Enum<?> choice ? written(choice) : value;
        return new Setting<>(key, type, plain, importance, documentation, reader, choices);
    }

    /** The same setting, absent ({@code null}) unless set; read it with {@link SettingValues#optional}. */
    public Setting<T> orAbsent() {
        return new Setting<>(key, type, null, importance, documentation, reader, choices);
    }

    /** The same setting with documentation: one or two plain sentences, Markdown allowed. */
    public Setting<T> withDoc(String text) {
        return new Setting<>(key, type, defaultValue, importance, text, reader, choices);
    }

    /** The same setting with an importance other than {@code MEDIUM}. */
    public Setting<T> withImportance(Importance level) {
        return new Setting<>(key, type, defaultValue, level, documentation, reader, choices);
    }

    /** The same setting under {@code prefix + key}, for a group of settings that several plugins embed. */
    public Setting<T> withPrefix(String prefix) {
        return new Setting<>(prefix + key, type, defaultValue, importance, documentation, reader, choices);
    }

    /**
     * The same setting read into another type.
     *
     * @param parser turns the value read so far into the wanted type; it throws {@link IllegalArgumentException} (or
     *     {@link ConfigException}) with what is wrong and what to write instead, without the key and, for secrets,
     *     without the value
     */
    public <U> Setting<U> as(Function<? super T, ? extends U> parser) {
        Function<Object, U> composed = value -> parser.apply(reader.apply(value));
        return new Setting<>(key, type, defaultValue, importance, documentation, composed, choices);
    }

    /** The same setting with a rule: values for which {@code holds} is false are refused with {@code requirement}. */
    public Setting<T> where(Predicate<? super T> holds, String requirement) {
        return as(value -> {
            if (!holds.test(value)) {
                throw new IllegalArgumentException(requirement);
            }
            return value;
        });
    }

    /** The same setting whose value must lie in {@code [min, max]}. */
    public Setting<T> between(long min, long max) {
        return where(
                value -> {
                    long number =
                            value instanceof Duration duration ? duration.toMillis() : ((Number) value).longValue();
                    return number >= min && number <= max;
                },
                max == Long.MAX_VALUE ? "must be at least " + min : "must be between " + min + " and " + max);
    }

    /** The same setting whose value must be at least {@code min}. */
    public Setting<T> atLeast(long min) {
        return between(min, Long.MAX_VALUE);
    }

    public String key() {
        return key;
    }

    public ConfigDef.Type type() {
        return type;
    }

    public String documentation() {
        return documentation;
    }

    public boolean isRequired() {
        return defaultValue == REQUIRED;
    }

    /** The default as it would be written in a configuration; empty where there is none. */
    public String defaultText() {
        if (isRequired() || defaultValue == null) {
            return "";
        }
        return defaultValue instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(defaultValue);
    }

    /** The values a {@link #choice} accepts, as written in a configuration; empty for any other setting. */
    public List<String> choices() {
        return choices;
    }

    /**
     * Reads a value that {@link ConfigDef} has parsed.
     *
     * @throws ConfigException on this key if the value is refused
     */
    T read(Object parsed) {
        try {
            return reader.apply(parsed);
        } catch (ConfigException | IllegalArgumentException refusal) {
            throw refused(parsed, refusal);
        }
    }

    private ConfigException refused(Object parsed, RuntimeException refusal) {
        ConfigException onKey = type == ConfigDef.Type.PASSWORD
                ? new ConfigException("Invalid value for configuration " + key + ": " + refusal.getMessage())
                : new ConfigException(key, parsed, refusal.getMessage());
        onKey.initCause(refusal);
        return onKey;
    }

    void declareIn(ConfigDef definition, int orderInGroup, String group) {
        ConfigDef.Validator validator = new ConfigDef.Validator() {
            @Override
            public void ensureValid(String name, @Nullable Object value) {
                if (value != null) {
                    read(value);
                }
            }

            @Override
            public String toString() {
                return choices.isEmpty() ? "" : "[" + String.join(", ", choices) + "]";
            }
        };
        ConfigDef.@Nullable Recommender recommender = choices.isEmpty() ? null : new FixedChoices(choices);
        definition.define(
                key,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                group,
                orderInGroup,
                ConfigDef.Width.MEDIUM,
                key,
                List.of(),
                recommender);
    }

    @Override
    public String toString() {
        return key;
    }

    private record FixedChoices(List<String> choices) implements ConfigDef.Recommender {
        @Override
        public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
            return List.copyOf(choices);
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsedConfig) {
            return true;
        }
    }
}
