package org.lsst.efd.connect.oracle.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;

/**
 * Settings of their own for some topics: an override is the whole configuration with a few keys replaced, held to the
 * same rules.
 */
public final class Overrides {
    public static final Setting<List<String>> ALIASES = Setting.list("overrides")
            .orElse(List.of())
            .withDoc(
                    "Aliases of overrides. `overrides.<alias>.topics` is a regular expression over whole topic names, and "
                            + "`overrides.<alias>.<key>` replaces a key for them: `table.name`, `table.schema`, `insert.mode`, `pk.*`, "
                            + "`behavior.on.null.values`, `timestamp.*`, `fields.*`, `array.*`, `column.types`, `partition.*`, "
                            + "`retention.days`, `table.columns.max`, `batch.*`. The first alias that fits counts.");

    private static final String TOPICS = "topics";
    private static final Pattern KEYS = Pattern.compile("table\\.name|table\\.schema|insert\\.mode|pk\\..*"
            + "|behavior\\.on\\.null\\.values|timestamp\\..*|fields\\..*|array\\..*|column\\.types|partition\\..*"
            + "|retention\\.days|table\\.columns\\.max|batch\\..*");

    private record TopicOverride(Pattern topics, SettingValues values) {}

    private final SettingValues values;
    private final List<TopicOverride> overrides;

    private Overrides(SettingValues values, List<TopicOverride> overrides) {
        this.values = values;
        this.overrides = overrides;
    }

    /** What a topic gets, if it gets something of its own; otherwise the values that all get. */
    public SettingValues of(String topic) {
        return overrides.stream()
                .filter(override -> override.topics().matcher(topic).matches())
                .findFirst()
                .map(TopicOverride::values)
                .orElse(values);
    }

    /** Reads what {@link #check} has accepted. */
    public static Overrides read(
            SettingValues values,
            Map<String, String> configuration,
            Function<Map<String, String>, SettingValues> reader) {
        List<TopicOverride> overrides = new ArrayList<>();
        for (String alias : values.get(ALIASES)) {
            overrides.add(readOne(alias, values, configuration, reader));
        }
        return new Overrides(values, overrides);
    }

    private static TopicOverride readOne(
            String alias,
            SettingValues values,
            Map<String, String> configuration,
            Function<Map<String, String>, SettingValues> reader) {
        Map<String, String> own = new TreeMap<>(values.startingWith(prefix(alias)));
        String topics = own.remove(TOPICS);
        if (topics == null) {
            throw new IllegalArgumentException(prefix(alias) + TOPICS + " is missing");
        }
        for (String key : own.keySet()) {
            if (!KEYS.matcher(key).matches()) {
                throw new IllegalArgumentException(prefix(alias) + key + " is not a key that can be overridden");
            }
        }
        Map<String, String> whole = new HashMap<>(configuration);
        whole.remove(ALIASES.key());
        whole.putAll(own);
        try {
            return new TopicOverride(Pattern.compile(topics), reader.apply(whole));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    prefix(alias) + TOPICS + " is not a regular expression: " + wrong.getDescription(), wrong);
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(prefix(alias) + "…: " + wrong.getMessage(), wrong);
        }
    }

    private static String prefix(String alias) {
        return "overrides." + alias + ".";
    }

    /** The rule over them. */
    public static void check(
            SettingValues values, Mistakes mistakes, Function<Map<String, String>, SettingValues> reader) {
        try {
            read(values, values.startingWith(""), reader);
        } catch (IllegalArgumentException wrong) {
            mistakes.on(ALIASES, String.valueOf(wrong.getMessage()));
        }
    }
}
