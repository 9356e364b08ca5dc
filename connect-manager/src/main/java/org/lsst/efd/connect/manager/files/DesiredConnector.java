package org.lsst.efd.connect.manager.files;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lsst.efd.connect.manager.topics.TopicRule;

/**
 * A connector as a file wants it.
 *
 * @param name of the connector
 * @param config its configuration without the key {@code name}, secrets in the clear, sorted by key
 * @param state it shall be in
 * @param topics the topics it follows, where the file holds a rule; the keys of the rule are not in {@code config} yet
 * @param place file and line where it begins
 */
public record DesiredConnector(
        String name, Map<String, String> config, DesiredState state, Optional<TopicRule> topics, String place) {
    /** The key that tells which group a connector belongs to; prune looks at nothing else. */
    public static final String GROUP_LABEL = "connect.manager.group";

    public DesiredConnector {
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }

    /** The class as the configuration names it, empty where it names none. */
    public String connectorClass() {
        return config.getOrDefault("connector.class", "");
    }

    /** The same connector with these keys set. */
    public DesiredConnector with(Map<String, String> keys) {
        Map<String, String> changed = new TreeMap<>(config);
        changed.putAll(keys);
        return new DesiredConnector(name, changed, state, topics, place);
    }

    /** The same connector, labelled as a member of a group. */
    public DesiredConnector inGroup(String group) {
        return with(Map.of(GROUP_LABEL, group));
    }

    /** The configuration as it is sent, with the name that validation asks for. */
    public Map<String, String> sentConfig() {
        Map<String, String> sent = new TreeMap<>(config);
        sent.put("name", name);
        return sent;
    }
}
