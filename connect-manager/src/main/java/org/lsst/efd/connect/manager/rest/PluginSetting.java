package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One setting in a plugin's own definition.
 *
 * @param key of the setting
 * @param type Kafka's name of the type, {@code PASSWORD} for a secret
 * @param isRequired whether it has no default
 * @param defaultValue as text, empty where there is none
 * @param importance {@code HIGH}, {@code MEDIUM}, {@code LOW}
 * @param documentation what the plugin says about it
 */
public record PluginSetting(
        String key, String type, boolean isRequired, String defaultValue, String importance, String documentation) {

    static PluginSetting in(JsonNode json) {
        JsonNode defaultValue = json.path("default_value");
        return new PluginSetting(
                json.path("name").asText(),
                json.path("type").asText(),
                json.path("required").asBoolean(),
                defaultValue.isNull() ? "" : defaultValue.asText(),
                json.path("importance").asText(),
                json.path("documentation").asText());
    }

    static List<PluginSetting> allIn(JsonNode array) {
        List<PluginSetting> settings = new ArrayList<>();
        array.forEach(json -> settings.add(in(json)));
        return List.copyOf(settings);
    }

    /** Whether its value must not be shown. */
    public boolean isSecret() {
        return type.equals("PASSWORD");
    }
}
