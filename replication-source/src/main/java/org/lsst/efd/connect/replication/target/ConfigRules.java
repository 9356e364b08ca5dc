package org.lsst.efd.connect.replication.target;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which settings of topics go with them.
 *
 * @param isEnabled whether any do
 * @param include names of those copied where they are set at the source
 * @param overrides settings of every target, over what the source says
 * @param interval how often they are compared
 */
public record ConfigRules(boolean isEnabled, Set<String> include, Map<String, String> overrides, Duration interval) {
    public ConfigRules {
        include = Set.copyOf(include);
        overrides = Map.copyOf(overrides);
    }

    /** The settings of a target whose source has these set; merged targets take those of none of their sources. */
    Map<String, String> wanted(Map<String, String> setAtSource, boolean isMerged) {
        Map<String, String> wanted = new HashMap<>();
        if (isEnabled && !isMerged) {
            wanted.putAll(setAtSource);
            wanted.keySet().retainAll(include);
        }
        wanted.putAll(overrides);
        return wanted;
    }
}
