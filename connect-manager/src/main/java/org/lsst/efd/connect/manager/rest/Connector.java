package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connector as the cluster has it.
 *
 * @param name of the connector
 * @param config its configuration, secrets in the clear, sorted by key
 * @param status its state and that of its tasks
 */
public record Connector(String name, Map<String, String> config, ConnectorStatus status) {
    public Connector {
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }

    /** The class as its configuration names it, which may be an alias; empty where it names none. */
    public String connectorClass() {
        return config.getOrDefault("connector.class", "");
    }

    static Map<String, String> configIn(JsonNode json) {
        Map<String, String> config = new TreeMap<>();
        json.forEachEntry((key, value) -> config.put(key, value.isNull() ? "" : value.asText()));
        return config;
    }
}
