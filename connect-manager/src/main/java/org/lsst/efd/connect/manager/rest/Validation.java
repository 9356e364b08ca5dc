package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server says about a configuration.
 *
 * @param mistakes what it refuses, in its order
 * @param settings every setting it knows for this configuration, those of transforms and converters included
 */
public record Validation(List<Mistake> mistakes, List<PluginSetting> settings) {
    public Validation {
        mistakes = List.copyOf(mistakes);
        settings = List.copyOf(settings);
    }

    /** One refused setting and the server's reason. */
    public record Mistake(String key, String message) {}

    static Validation in(JsonNode json) {
        List<Mistake> mistakes = new ArrayList<>();
        List<PluginSetting> settings = new ArrayList<>();
        for (JsonNode config : json.path("configs")) {
            PluginSetting setting = PluginSetting.in(config.path("definition"));
            String key =
                    setting.key().isEmpty() ? config.path("value").path("name").asText() : setting.key();
            for (JsonNode error : config.path("value").path("errors")) {
                mistakes.add(new Mistake(key, error.asText()));
            }
            if (!setting.key().isEmpty()) {
                settings.add(setting);
            }
        }
        return new Validation(mistakes, settings);
    }
}
