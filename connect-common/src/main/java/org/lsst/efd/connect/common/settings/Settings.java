package org.lsst.efd.connect.common.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one plugin, in groups and in the order in which the docs show them.
 *
 * <p>Immutable. A rule that needs more than one setting is given to {@link #checking}; it tells what it finds to {@link
 * Mistakes}, each on the key at fault.
 */
public final class Settings {
    private final Map<String, List<Setting<?>>> groups;
    private final List<BiConsumer<SettingValues, Mistakes>> rules;

    private Settings(Map<String, List<Setting<?>>> groups, List<BiConsumer<SettingValues, Mistakes>> rules) {
        this.groups = groups;
        this.rules = rules;
    }

    /** No settings yet. */
    public static Settings none() {
        return new Settings(Map.of(), List.of());
    }

    /**
     * These settings and more under a heading; a heading that is there already is continued.
     *
     * @throws IllegalArgumentException if a key is declared twice
     */
    public Settings with(String group, List<? extends Setting<?>> more) {
        Map<String, List<Setting<?>>> merged = new LinkedHashMap<>(groups);
        List<Setting<?>> ofGroup = new ArrayList<>(merged.getOrDefault(group, List.of()));
        for (Setting<?> setting : more) {
            if (all().stream().anyMatch(other -> other.key().equals(setting.key()))) {
                throw new IllegalArgumentException(setting.key() + " is declared twice");
            }
            ofGroup.add(setting);
        }
        merged.put(group, List.copyOf(ofGroup));
        return new Settings(merged, rules);
    }

    /** These settings and a rule over several of them; it is asked only when each setting alone is right. */
    public Settings checking(BiConsumer<SettingValues, Mistakes> rule) {
        List<BiConsumer<SettingValues, Mistakes>> more = new ArrayList<>(rules);
        more.add(rule);
        return new Settings(groups, List.copyOf(more));
    }

    /** All settings in order. */
    public List<Setting<?>> all() {
        return groups.values().stream().flatMap(List::stream).toList();
    }

    Map<String, List<Setting<?>>> groups() {
        return groups;
    }

    /** What Connect asks for in {@code config()}. */
    public ConfigDef configDef() {
        ConfigDef definition = new ConfigDef();
        groups.forEach((group, settings) -> {
            int order = 0;
            for (Setting<?> setting : settings) {
                setting.declareIn(definition, order++, group);
            }
        });
        return definition;
    }

    /**
     * Reads a configuration; keys that are not declared here are left alone.
     *
     * @throws ConfigException on the first key at fault
     */
    public SettingValues read(Map<String, String> configuration) {
        SettingValues values = parse(configuration);
        Mistakes mistakes = (setting, text) -> {
            throw new ConfigException("Invalid value for configuration " + setting.key() + ": " + text);
        };
        rules.forEach(rule -> rule.accept(values, mistakes));
        return values;
    }

    /**
     * What Connect asks for in {@code validate}: every mistake on its key, also those of the rules over several keys.
     */
    public Config validate(Map<String, String> configuration) {
        List<ConfigValue> results = configDef().validate(configuration);
        if (results.stream().allMatch(result -> result.errorMessages().isEmpty())) {
            SettingValues values = parse(configuration);
            Mistakes mistakes = (setting, text) -> results.stream()
                    .filter(result -> result.name().equals(setting.key()))
                    .forEach(result -> result.addErrorMessage(text));
            rules.forEach(rule -> rule.accept(values, mistakes));
        }
        return new Config(results);
    }

    private SettingValues parse(Map<String, String> configuration) {
        Map<String, Object> parsed = configDef().parse(configuration);
        Map<String, @Nullable Object> readValues = new LinkedHashMap<>();
        for (Setting<?> setting : all()) {
            Object value = parsed.get(setting.key());
            readValues.put(setting.key(), value == null ? null : setting.read(value));
        }
        return new SettingValues(readValues, configuration, "");
    }
}
